-- Findings in force, the gravest first, with the hash of what they rest on (temporary view finding_operands).
SELECT
    f.finding_id, f.check_id, f.severity, f.issuer, f.report_year, c.title_zh, c.title_en, f.message_zh, f.message_en,
    o.operands
FROM findings_in_force AS f
JOIN checks AS c USING (check_id)
JOIN finding_operands AS o USING (finding_id)
ORDER BY
    CASE f.severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, f.issuer, f.report_year DESC, f.check_id,
    f.finding_id
