-- Every point, what one asks for first on the left, with the break that falls before it.
SELECT
    s.issuer, d.name_zh AS series_zh, s.report_year, s.value, s.unit, s.applicant, s.scope, s.status, s.grade,
    b.reason_zh AS break_zh, s.lower, s.upper, s.scope_name, s.vintage, d.name_en AS series_en, b.reason_en AS break_en,
    s.series_id, s.evidence_id
FROM series AS s
JOIN series_definitions AS d USING (series_id)
LEFT JOIN series_breaks AS b
    ON b.issuer_id = s.issuer_id AND b.series_id = s.series_id AND b.report_year = s.report_year AND b.scope = s.scope
    AND (s.scope <> 'part' OR b.scope_name = s.scope_name)
ORDER BY
    s.issuer, d.topic, s.series_id, s.scope, CASE WHEN s.scope = 'part' THEN s.scope_name END,
    s.applicant <> 'total', s.applicant, s.report_year
