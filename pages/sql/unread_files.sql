-- Files that are no reports or could not be read.
SELECT sha256, min(file) AS file, min(code) AS code, min(message) AS message, min(message_zh) AS message_zh
FROM problems
WHERE report_id IS NULL
GROUP BY sha256
ORDER BY file, sha256
