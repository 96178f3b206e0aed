-- Ten thousand times last year's figure, or a ten-thousandth of it, within a factor of three: 元 typed for 万元, or the reverse.
SELECT
    n.report_id, checking.label(f.line_label) AS place,
    CASE WHEN checking.ten_thousandfold(n.value, b.value) THEN 'fail' ELSE 'pass' END AS outcome,
    n.value AS left_value, b.value AS right_value,
    checking.label(f.line_label) AS left_words, '上年报告' AS right_words,
    [n.cell_id] AS left_evidence, [b.cell_id] AS right_evidence,
    format('“{}”本年为{}{}，上年报告为{}{}，相差约一万倍：可能把元填成了万元，或相反。', checking.label(f.line_label),
        checking.num(n.value), n.unit, checking.num(b.value), b.unit) AS message_zh,
    format('{} is {} {}, {} {} the year before, about ten thousand times apart: 元 may have been typed for 万元, or the reverse.',
        checking.label(f.line_label), checking.num(n.value), n.unit, checking.num(b.value), b.unit) AS message_en
FROM checking.previous AS p
JOIN reports AS r USING (report_id)
JOIN cells AS n ON n.report_id = p.report_id AND n.value > 0 AND n.unit LIKE '%元'
JOIN cells AS b ON b.report_id = p.previous_id AND b.code = n.code AND b.value > 0 AND b.unit = n.unit
JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = n.code
