-- Rules (规章) can be made by State Council departments, and by the governments of provinces, cities with districts and
-- autonomous prefectures, and by nobody below. Departments above the county are not asked: some enter the rules that their
-- government made for their field, which no form forbids.
WITH rules AS (
    SELECT
        r.report_id, max(c.value) AS most,
        list(c.cell_id ORDER BY f.position) FILTER (c.value > 0) AS filled, arg_max(c.cell_id, c.value) AS cell_id,
        arg_max(checking.label(f.column_label), c.value) AS words, any_value(i.level) AS level,
        count(c.value) = count(*) AS whole
    FROM cells AS c
    JOIN reports AS r USING (report_id)
    JOIN issuers AS i USING (issuer_id)
    LEFT JOIN issuers AS p ON p.issuer_id = i.parent_id
    JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
    WHERE f.line = 'rules' AND (
        i.level IN ('county', 'township', 'special_zone')
        OR (i.level = 'department' AND p.level IN ('county', 'township', 'special_zone'))
    )
    GROUP BY r.report_id
    HAVING count(c.value) > 0
)
SELECT
    report_id, '规章' AS place, CASE WHEN most > 0 THEN 'fail' ELSE 'pass' END AS outcome,
    most AS left_value, CAST(0 AS DECIMAL(38, 6)) AS right_value,
    '规章·' || words AS left_words, '无规章制定权' AS right_words,
    coalesce(filled, [cell_id]) AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('“规章·{}”填写为{}，但本机关没有规章制定权，请核对是否误填了规范性文件或上级规章。', words, checking.num(most)) AS message_zh,
    format('规章·{} is {}, but this body cannot make rules: was a normative document or a higher level''s rule entered?',
        words, checking.num(most)) AS message_en
FROM rules
