-- What failed in the reports of the chosen issuers ($ids).
SELECT
    r.issuer_id, f.finding_id, f.report_id, r.report_year, f.check_id, f.severity, f.place, f.message_zh, f.message_en,
    c.title_zh, c.title_en
FROM findings AS f
JOIN reports AS r USING (report_id)
JOIN checks AS c USING (check_id)
WHERE f.outcome = 'fail' AND r.issuer_id IN (SELECT unnest($ids))
ORDER BY r.report_year DESC, array_position(['critical', 'warning', 'info'], f.severity), f.check_id, f.finding_id
