-- The points of a series, of some issuers or of all, with the breaks where they fall. What is looked at first stands first
-- and last: frames of many columns are printed without their middle.
SELECT
    s.issuer, s.report_year, s.value, s.unit, s.series_id, s.scope, s.scope_name, s.applicant, s.lower, s.upper,
    s.vintage, s.evidence_id, s.evidence, b.reason_zh AS break_zh, b.reason_en AS break_en, s.grade, s.status
FROM series AS s
LEFT JOIN series_breaks AS b
    ON b.issuer_id = s.issuer_id AND b.series_id = s.series_id AND b.report_year = s.report_year AND b.scope = s.scope
    AND (s.scope <> 'part' OR b.scope_name = s.scope_name)
WHERE s.series_id = $series AND s.applicant = $applicant AND ($ids IS NULL OR s.issuer_id IN $ids)
ORDER BY s.issuer, s.scope, CASE WHEN s.scope = 'part' THEN s.scope_name END, s.report_year
