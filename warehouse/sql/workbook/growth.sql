SELECT
    g.issuer, d.name_zh AS series_zh, g.report_year, g.value_before, g.value, g.unit, g.growth, g.growth_lower,
    g.growth_upper, g.applicant, g.scope, g.status, g.mixed_law, g.no_growth_because_zh, g.scope_name,
    d.name_en AS series_en, g.no_growth_because, g.series_id
FROM series_growth AS g
JOIN series_definitions AS d USING (series_id)
ORDER BY
    g.issuer, d.topic, g.series_id, g.scope, CASE WHEN g.scope = 'part' THEN g.scope_name END,
    g.applicant <> 'total', g.applicant, g.report_year
