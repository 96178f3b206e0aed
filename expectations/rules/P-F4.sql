-- Who did not pay had a notice, and who paid had one: both together are no more than the notices.
SELECT
    n.report_id, '收费通知' AS place,
    CASE WHEN coalesce(u.value, 0) + coalesce(p.lower, 0) <= n.upper THEN 'pass' ELSE 'fail' END AS outcome,
    n.value AS left_value, coalesce(u.value, 0) + coalesce(p.lower, 0) AS right_value,
    n.name_zh AS left_words,
    concat_ws('＋', CASE WHEN u.value IS NOT NULL THEN '逾期未缴费' END, CASE WHEN p.lower IS NOT NULL THEN '已缴费' END) AS right_words,
    n.evidence AS left_evidence, list_filter([u.cell_id] || coalesce(p.evidence, []), lambda one: one IS NOT NULL) AS right_evidence,
    -- What table or text does not tell is no nought: it is left out.
    format('正文写发出收费通知{}件，而{}，{}多于通知件数。', checking.num(n.value),
        concat_ws('、', '表三“逾期未缴费”' || checking.num(u.value) || '件', '正文已缴费' || checking.num(p.lower) || '件'),
        CASE WHEN u.value IS NULL OR p.lower IS NULL THEN '' ELSE '合计' END) AS message_zh,
    format('The text tells of {}, but {}: more than there were notices.', checking.counted_en(n.value, 'notice', 'notices'),
        concat_ws(' and ', checking.counted_en(u.value, 'request', 'requests') || ' ended unpaid in table 3',
            checking.counted_en(p.lower, 'was', 'were') || ' paid')) AS message_en
FROM checking.figures('foi_fee_notices_issued') AS n
-- Where the table does not say whose figures it has, the notices of the whole are held against it, those of one office not.
JOIN reports AS r
    ON r.report_id = n.report_id AND r.source_kind = 'report'
    AND (r.scope = n.scope OR (r.scope = 'unknown' AND n.scope IN ('jurisdiction', 'own_level')))
LEFT JOIN cells AS u ON u.report_id = n.report_id AND u.code = 'res_other_fee_unpaid__total'
LEFT JOIN checking.figures('foi_fee_cases_collected') AS p ON p.report_id = n.report_id AND p.scope = n.scope
WHERE n.lower = n.upper AND (u.value IS NOT NULL OR p.report_id IS NOT NULL)
