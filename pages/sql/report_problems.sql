-- The difficulties of the chosen reports ($ids).
SELECT report_id, code, count(*) AS problems, min(message) AS message
FROM problems
WHERE report_id IN (SELECT unnest($ids))
GROUP BY report_id, code
ORDER BY report_id, code
