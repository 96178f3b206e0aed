-- A figure far from the issuer's own other years: more than five robust deviations (1.4826 times the median absolute
-- deviation of the logarithm, at least 0.2) and three times their median or a third of it, where four other years are known.
WITH figures AS MATERIALIZED (FROM checking.measured()),
pairs AS (
    SELECT n.cell_id, o.size, o.cell_id AS other_id, median(o.size) OVER (PARTITION BY n.cell_id) AS middle
    FROM figures AS n
    JOIN figures AS o ON o.issuer_id = n.issuer_id AND o.code = n.code AND o.scope = n.scope AND o.report_year <> n.report_year
),
usual AS (
    SELECT
        cell_id, any_value(middle) AS middle, greatest(1.4826 * median(abs(size - middle)), 0.2) AS spread,
        list_sort(list(other_id)) AS others
    FROM pairs
    GROUP BY cell_id
    HAVING count(*) >= 4
)
SELECT
    f.report_id, checking.label(c.line_label) || coalesce('·' || checking.label(c.column_label), '') AS place,
    CASE WHEN abs(f.size - u.middle) > greatest(5 * u.spread, ln(3)) AND greatest(f.value, exp(u.middle)) >= 30 THEN 'fail'
        ELSE 'pass' END AS outcome,
    f.value AS left_value, CAST(round(exp(u.middle) - 1) AS DECIMAL(38, 6)) AS right_value,
    checking.label(c.line_label) AS left_words, '本机构其他年度的中位数' AS right_words,
    [f.cell_id] AS left_evidence, u.others AS right_evidence,
    format('“{}”为{}，本机构其他{}个年度的中位数约{}，相差悬殊；请核对是否填错。', checking.label(c.line_label),
        checking.num(f.value), len(u.others), checking.num(right_value)) AS message_zh,
    format('{} is {}; the median of {} other years of this issuer is about {}: is it typed right?',
        checking.label(c.line_label), checking.num(f.value), len(u.others), checking.num(right_value)) AS message_en
FROM figures AS f
JOIN usual AS u USING (cell_id)
JOIN reports AS r ON r.report_id = f.report_id
JOIN form_cells AS c ON c.vintage = f.vintage AND c.family IS NOT DISTINCT FROM r.family AND c.code = f.code
