SELECT
    g.issuer, d.name_zh AS series_zh, g.from_year, g.to_year, g.value_before, g.value, g.unit, g.growth, g.growth_lower,
    g.growth_upper, g.applicant, g.scope, g.status, g.no_growth_because_zh, g.scope_name, d.name_en AS series_en,
    g.no_growth_because, g.series_id
FROM series_changes AS g
JOIN series_definitions AS d USING (series_id)
WHERE g.from_year = g.to_year - 1
ORDER BY
    g.issuer, d.topic, g.series_id, g.scope, CASE WHEN g.scope = 'part' THEN g.scope_name END,
    g.applicant <> 'total', g.applicant, g.to_year
