-- What failed and what could not be assessed in the reports that were asked about, with the places that it rests on. Those of
-- one rule in the order of the form, then of the text.
SELECT
    f.report_id, f.finding_id, f.check_id, f.outcome, f.severity, f.place, f.left_value, f.right_value, f.difference,
    c.title_zh, c.title_en, f.message_zh, f.message_en,
    f.left_evidence || f.right_evidence AS evidence
FROM findings AS f
JOIN checks AS c USING (check_id)
LEFT JOIN cells AS b ON b.cell_id = (f.left_evidence || f.right_evidence)[1]
LEFT JOIN reports AS r ON r.report_id = b.report_id
LEFT JOIN form_cells AS p ON p.vintage = r.vintage AND p.family IS NOT DISTINCT FROM r.family AND p.code = b.code
LEFT JOIN mentions AS m ON m.mention_id = (f.left_evidence || f.right_evidence)[1]
ORDER BY
    f.report_id, f.outcome, CASE f.severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END,
    f.check_id, p.position NULLS LAST, m.span_start NULLS LAST, f.place, f.finding_id;
