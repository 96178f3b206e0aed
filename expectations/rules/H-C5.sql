-- Counts are whole and not negative; changes (本年增/减) may be negative, amounts may have decimals.
WITH counted AS (
    SELECT
        c.report_id, c.cell_id, c.value, f.line_label, f.column_label,
        c.value < 0 AND NOT f.signed AS negative,
        c.value <> trunc(c.value) AND NOT coalesce(c.unit LIKE '%元', false) AND NOT contains(c.code, 'amount')
            AND NOT contains(c.code, 'yuan') AS broken
    FROM cells AS c
    JOIN reports AS r USING (report_id)
    JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
    WHERE c.value IS NOT NULL
),
failed AS (
    SELECT *, checking.label(line_label) || coalesce('·' || checking.label(column_label), '') AS words
    FROM counted
    WHERE negative OR broken
)
SELECT
    report_id, words AS place, 'fail' AS outcome, value AS left_value, CAST(0 AS DECIMAL(38, 6)) AS right_value,
    words AS left_words, CASE WHEN negative THEN '不小于0' ELSE '整数' END AS right_words,
    [cell_id] AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('“{}”填写为{}，{}。', words, checking.num(value),
        CASE WHEN negative THEN '数量不应为负' ELSE '件数应为整数' END) AS message_zh,
    format('{} is {}: {}.', words, checking.num(value),
        CASE WHEN negative THEN 'a count cannot be negative' ELSE 'a count must be whole' END) AS message_en
FROM failed
UNION ALL
SELECT
    report_id, '统计表', 'pass', 0, 0, '各项数量', '不小于0的整数', [], [], NULL, NULL
FROM counted
GROUP BY report_id
HAVING NOT bool_or(negative OR broken)
