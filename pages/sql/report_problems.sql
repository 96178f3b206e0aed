-- The kinds of difficulties of the chosen reports ($ids), each with how many there are and the first.
SELECT
    report_id, code, message, message_zh, found, expected, candidates, table_no, row_no,
    count(*) OVER (PARTITION BY report_id, code) AS problems
FROM problems
WHERE report_id IN (SELECT unnest($ids))
QUALIFY row_number() OVER (PARTITION BY report_id, code ORDER BY message, span_start, table_no, row_no) = 1
ORDER BY report_id, code
