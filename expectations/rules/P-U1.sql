-- Fee income that grows or shrinks tenfold in a year is more often a unit (元 for 万元) than an event. About ten thousand
-- times, between amounts of one unit, is told by P-U3: one slip is one finding.
SELECT
    n.report_id, '行政事业性收费' AS place,
    CASE WHEN n.value > 10 * b.value OR b.value > 10 * n.value THEN 'fail' ELSE 'pass' END AS outcome,
    n.value AS left_value, b.value AS right_value,
    '本年收费金额' AS left_words, '上年收费金额' AS right_words,
    [n.evidence_id] AS left_evidence, [b.evidence_id] AS right_evidence,
    format('行政事业性收费金额本年为{}万元，上年报告为{}万元，相差十倍以上；请核对单位是否为万元。',
        checking.num(n.value), checking.num(b.value)) AS message_zh,
    format('Administrative fees are {} 万元, {} 万元 the year before, more than tenfold apart: is the unit 万元?',
        checking.num(n.value), checking.num(b.value)) AS message_en
FROM checking.previous AS p
JOIN observations AS n ON n.report_id = p.report_id AND n.indicator_id = 'D.adminfee_amount_wanyuan' AND n.unit = '万元'
JOIN observations AS b ON b.report_id = p.previous_id AND b.indicator_id = n.indicator_id AND b.unit = '万元'
LEFT JOIN cells AS own ON own.cell_id = n.evidence_id
LEFT JOIN cells AS last ON last.cell_id = b.evidence_id
WHERE n.value > 0 AND b.value > 0
    AND NOT coalesce(own.unit = last.unit AND checking.ten_thousandfold(own.value, last.value), false)
