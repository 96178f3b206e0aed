-- The boxes with a number that a finding rests on: code, issuer, year, what is printed. Of a box that both years have, this
-- year's comes first.
SELECT c.code, coalesce(r.issuer, r.issuer_id), r.report_year, c.value
FROM (SELECT unnest(left_evidence || right_evidence) AS cell_id FROM findings WHERE finding_id = ?)
JOIN cells AS c USING (cell_id)
JOIN reports AS r ON r.report_id = c.report_id
WHERE c.value IS NOT NULL AND r.report_year IS NOT NULL
ORDER BY r.report_year DESC
