-- The points of the series of the chosen issuers ($ids), all applicants together.
SELECT
    s.issuer_id, s.series_id, d.name_zh, d.name_en, d.definition, d.topic, s.report_year, s.scope,
    CASE WHEN s.scope = 'part' THEN s.scope_name END AS scope_name, s.value, s.lower, s.upper, s.unit, s.grade, s.status,
    s.vintage, s.evidence
FROM series AS s
JOIN series_definitions AS d USING (series_id)
WHERE s.issuer_id IN (SELECT unnest($ids)) AND s.applicant = 'total'
ORDER BY
    s.issuer_id,
    array_position(
        ['requests', 'remedies', 'proactive', 'fees', 'response', 'platforms', 'open_data', 'gazette', 'training', 'staff'],
        d.topic
    ),
    s.series_id, s.scope, scope_name, s.report_year
