-- A figure far from those of its peers: bodies of one level that filled the same form for the same year and scope, at least
-- twenty of them with a figure above 0. Sizes differ much among peers, and so does what they let pass: five robust
-- deviations of the logarithm, at least 0.5 each.
WITH figures AS MATERIALIZED (
    FROM checking.measured() WHERE value > 0 AND level IS NOT NULL AND scope <> 'unknown'
),
middles AS (
    SELECT report_year, vintage, scope, level, code, median(size) AS middle, count(DISTINCT issuer_id) AS peers
    FROM figures
    GROUP BY ALL
    HAVING count(DISTINCT issuer_id) >= 20
),
spreads AS (
    SELECT m.*, greatest(1.4826 * median(abs(f.size - m.middle)), 0.5) AS spread
    FROM middles AS m
    JOIN figures AS f USING (report_year, vintage, scope, level, code)
    GROUP BY ALL
)
SELECT
    f.report_id, checking.label(c.line_label) || coalesce('·' || checking.label(c.column_label), '') AS place,
    CASE WHEN abs(f.size - s.middle) > 5 * s.spread AND greatest(f.value, exp(s.middle)) >= 30 THEN 'fail' ELSE 'pass' END
        AS outcome,
    f.value AS left_value, CAST(round(exp(s.middle) - 1) AS DECIMAL(38, 6)) AS right_value,
    checking.label(c.line_label) AS left_words, '同级机构的中位数' AS right_words,
    [f.cell_id] AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('“{}”为{}，同级{}个机构同年度的中位数约{}，相差悬殊；请核对是否填错或单位有误。', checking.label(c.line_label),
        checking.num(f.value), s.peers, checking.num(right_value)) AS message_zh,
    format('{} is {}; the median of {} bodies of this level for the same year is about {}: is it typed right, and in the right unit?',
        checking.label(c.line_label), checking.num(f.value), s.peers, checking.num(right_value)) AS message_en
FROM figures AS f
JOIN spreads AS s USING (report_year, vintage, scope, level, code)
JOIN reports AS r ON r.report_id = f.report_id
JOIN form_cells AS c ON c.vintage = f.vintage AND c.family IS NOT DISTINCT FROM r.family AND c.code = f.code
