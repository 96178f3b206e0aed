-- Every failure of a rule ($check_id), the newest first.
SELECT f.finding_id, f.report_id, r.issuer, r.report_year, f.place, f.severity, f.message_zh, f.message_en
FROM findings AS f
JOIN reports AS r USING (report_id)
WHERE f.outcome = 'fail' AND f.check_id = $check_id
ORDER BY r.report_year DESC, r.issuer, f.finding_id
