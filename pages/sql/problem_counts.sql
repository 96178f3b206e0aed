-- Kinds of difficulties within the reports that were read.
SELECT code, count(*) AS problems, count(DISTINCT report_id) AS reports
FROM problems
WHERE report_id IS NOT NULL
GROUP BY code
ORDER BY problems DESC, code
