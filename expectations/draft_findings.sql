-- What failed and what could not be assessed in the reports that were asked about, with the places that it rests on.
SELECT
    f.report_id, f.finding_id, f.check_id, f.outcome, f.severity, f.place, f.left_value, f.right_value, f.difference,
    c.title_zh, c.title_en, f.message_zh, f.message_en,
    f.left_evidence || f.right_evidence AS evidence
FROM findings AS f
JOIN checks AS c USING (check_id)
ORDER BY
    f.report_id, f.outcome, CASE f.severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END,
    f.check_id, f.finding_id;
