-- A statutory table without a number, a nought or a mark in any of its boxes: nothing of it can be checked, and a report
-- of which only that can be said is not in order.
SELECT
    c.report_id, checking.table_zh(c.statutory_table) AS place,
    CASE WHEN bool_and(c.cell_state = 'blank') THEN 'fail' ELSE 'pass' END AS outcome,
    CAST(count(*) FILTER (c.cell_state <> 'blank') AS DECIMAL(38, 6)) AS left_value, CAST(count(*) AS DECIMAL(38, 6)) AS right_value,
    '填写的格' AS left_words, checking.table_zh(c.statutory_table) || '的格' AS right_words,
    [min(c.cell_id)] AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('{}的{}格全部空白，无法核对；没有发生的，建议填0。', checking.table_zh(c.statutory_table), count(*)) AS message_zh,
    format('All {} boxes of {} are blank, so that nothing of it can be checked; we advise a 0 for what did not happen.', count(*),
        checking.table_en(c.statutory_table)) AS message_en
FROM cells AS c
JOIN reports AS r USING (report_id)
WHERE r.source_kind = 'report' AND c.cell_state <> 'absent_row'
GROUP BY c.report_id, c.statutory_table
