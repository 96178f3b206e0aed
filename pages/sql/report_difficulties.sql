-- The difficulties of the chosen reports ($ids), one by one.
SELECT report_id, code, message, message_zh, found, expected, candidates, table_no, row_no
FROM problems
WHERE report_id IN (SELECT unnest($ids))
ORDER BY report_id, code, span_start, table_no, row_no, message
