-- A whole jurisdiction against its parts: only where every part has a report of the same year and form, and only figures
-- that add up (requests, cases, decisions). One part missing, and nothing is asked: which, is told.
WITH here AS (
    SELECT report_id, issuer_id, issuer, report_year, vintage, scope
    FROM reports
    WHERE source_kind = 'report' AND superseded_by IS NULL AND vintage IN ('C', 'D') AND scope <> 'organ'
    -- Of 本级 and 全市 the latter is the part of the whole above.
    QUALIFY row_number() OVER (
        PARTITION BY issuer_id, report_year, vintage ORDER BY scope <> 'jurisdiction', scope, report_id
    ) = 1
),
families AS (
    SELECT
        p.report_id, p.vintage, p.report_year, list(k.issuer_id ORDER BY k.issuer_id) AS all_children,
        list(c.report_id ORDER BY c.issuer_id) FILTER (c.report_id IS NOT NULL) AS children,
        string_agg(k.issuer, '、' ORDER BY k.issuer_id) FILTER (c.report_id IS NULL) AS missing
    FROM here AS p
    JOIN checking.children AS k ON k.parent_id = p.issuer_id
    LEFT JOIN here AS c ON c.issuer_id = k.issuer_id AND c.report_year = p.report_year AND c.vintage = p.vintage
    WHERE p.scope = 'jurisdiction'
    GROUP BY ALL
    HAVING count(c.report_id) > 0
),
parts AS (
    SELECT f.report_id, c.code, sum(c.value) AS parts, count(c.value) AS known, list(c.cell_id ORDER BY c.cell_id) AS ids
    FROM (SELECT report_id, unnest(children) AS child FROM families WHERE missing IS NULL) AS f
    JOIN cells AS c ON c.report_id = f.child
    GROUP BY f.report_id, c.code
),
compared AS (
    SELECT
        f.report_id, c.code, c.cell_id, c.value, s.parts, s.ids, s.known = len(f.children) AND c.value IS NOT NULL AS whole,
        checking.label(fc.line_label) || CASE WHEN c.statutory_table = '4' THEN '·' || checking.label(fc.column_label)
            ELSE '' END AS words
    FROM families AS f
    JOIN cells AS c ON c.report_id = f.report_id
    JOIN parts AS s ON s.report_id = f.report_id AND s.code = c.code
    JOIN form_cells AS fc ON fc.vintage = f.vintage AND fc.code = c.code
    WHERE c.applicant = 'total' OR c.statutory_table = '4' OR c.code LIKE '%\_decisions' ESCAPE '\'
)
SELECT
    report_id, words AS place,
    CASE WHEN NOT whole THEN 'not_assessable' WHEN value >= parts THEN 'pass' ELSE 'fail' END AS outcome,
    value AS left_value, CASE WHEN whole THEN parts END AS right_value, words AS left_words, '下级合计' AS right_words,
    [cell_id] AS left_evidence, ids AS right_evidence,
    CASE WHEN whole THEN format('“{}”：本级汇总为{}，全部下级合计{}，少{}。', words, checking.num(value), checking.num(parts),
        checking.num(parts - value)) ELSE format('“{}”：有单元格没有可读的数，无法与下级合计核对。', words) END AS message_zh,
    CASE WHEN whole THEN format('{}: the whole is {}, all its parts together {}, which is {} more.', words,
        checking.num(value), checking.num(parts), checking.num(parts - value))
        ELSE format('{}: a cell has no readable number; the parts cannot be added up.', words) END AS message_en
FROM compared
UNION ALL BY NAME
SELECT
    report_id, '下级' AS place, 'not_assessable' AS outcome, NULL AS left_value, NULL AS right_value,
    '本级汇总' AS left_words, '下级合计' AS right_words, [] AS left_evidence, [] AS right_evidence,
    format('下级报告不全，未与下级合计核对；缺{}。', missing) AS message_zh,
    format('Not every part has a report, so that they were not added up: {} are missing.', missing) AS message_en
FROM families
WHERE missing IS NOT NULL
