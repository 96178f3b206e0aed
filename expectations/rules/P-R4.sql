-- Since 2024 a refusal is reconsidered before it goes to court: the share of direct suits does not double from
-- 2023 to 2024 (in real cities it has been seen to rise by half).
WITH suits AS (
    SELECT
        r.report_id, r.report_year,
        max(c.value) FILTER (c.code = 'suit_direct_total') AS direct,
        max(c.value) FILTER (c.code = 'suit_postreview_total') AS later,
        list(c.cell_id ORDER BY c.code) AS evidence
    FROM cells AS c
    JOIN reports AS r USING (report_id)
    WHERE r.report_year IN (2023, 2024) AND c.code IN ('suit_direct_total', 'suit_postreview_total')
    GROUP BY ALL
)
SELECT
    n.report_id, '未经复议直接起诉' AS place,
    CASE WHEN n.direct * (b.direct + b.later) > 2 * b.direct * (n.direct + n.later) THEN 'fail' ELSE 'pass' END AS outcome,
    n.direct AS left_value, n.direct + n.later AS right_value,
    '未经复议直接起诉' AS left_words, '全部诉讼' AS right_words,
    n.evidence AS left_evidence, b.evidence AS right_evidence,
    format('2024年度直接起诉{}件，占全部诉讼{}件的比重比2023年度（{}件中{}件）高出一倍以上；复议前置后该比重一般下降。',
        checking.num(n.direct), checking.num(n.direct + n.later), checking.num(b.direct + b.later),
        checking.num(b.direct)) AS message_zh,
    format('{} of {} suits were direct in 2024, more than twice the share of 2023 ({} of {}), though refusals now go to reconsideration first.',
        checking.num(n.direct), checking.num(n.direct + n.later), checking.num(b.direct),
        checking.num(b.direct + b.later)) AS message_en
FROM suits AS n
JOIN checking.previous AS p ON p.report_id = n.report_id
JOIN suits AS b ON b.report_id = p.previous_id
WHERE n.report_year = 2024 AND n.direct + n.later >= 20 AND b.direct + b.later >= 20
