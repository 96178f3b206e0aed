-- What failed in the reports in force of the chosen issuers ($ids), and was not dismissed.
SELECT
    f.issuer_id, f.finding_id, f.report_id, f.report_year, f.check_id, f.severity, f.place, f.message_zh, f.message_en,
    c.title_zh, c.title_en
FROM live_findings AS f
JOIN checks AS c USING (check_id)
WHERE f.issuer_id BETWEEN list_min($ids) AND list_max($ids) AND f.issuer_id IN (SELECT unnest($ids))
ORDER BY f.report_year DESC, array_position(['critical', 'warning', 'info'], f.severity), f.check_id, f.finding_id
