-- Every live failure, rule by rule, the newest first.
SELECT f.finding_id, f.report_id, f.check_id, f.issuer, f.report_year, f.place, f.severity, f.message_zh, f.message_en
FROM live_findings AS f
ORDER BY f.check_id, f.report_year DESC, f.issuer, f.finding_id
