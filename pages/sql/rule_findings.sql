-- Every live failure of a rule ($check_id), the newest first.
SELECT f.finding_id, f.report_id, f.issuer, f.report_year, f.place, f.severity, f.message_zh, f.message_en
FROM live_findings AS f
WHERE f.check_id = $check_id
ORDER BY f.report_year DESC, f.issuer, f.finding_id
