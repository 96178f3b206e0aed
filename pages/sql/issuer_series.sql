-- The points of the series of the chosen issuers ($ids), all applicants together. That they lie between the first and the
-- last is said beside: it is looked at before views are put together, as issuer by issuer tables are sorted.
WITH corrected AS (
    SELECT issuer_id, series_id, report_year, scope, scope_name, corrected_value, correction
    FROM corrected_series
    WHERE issuer_id BETWEEN list_min($ids) AND list_max($ids) AND issuer_id IN (SELECT unnest($ids))
        AND applicant = 'total' AND correction IS NOT NULL
)
SELECT
    s.issuer_id, s.series_id, d.name_zh, d.name_en, d.topic, s.report_year, s.scope,
    CASE WHEN s.scope = 'part' THEN s.scope_name END AS scope_name, s.value,
    s.lower IS NOT DISTINCT FROM s.value AND s.upper IS NOT DISTINCT FROM s.value AS exact, s.lower, s.upper, s.unit, s.grade, s.status,
    s.evidence[1] AS evidence, c.corrected_value, c.correction
FROM series AS s
JOIN series_definitions AS d USING (series_id)
LEFT JOIN corrected AS c
    ON c.issuer_id = s.issuer_id AND c.series_id = s.series_id AND c.report_year = s.report_year AND c.scope = s.scope
    AND c.scope_name IS NOT DISTINCT FROM s.scope_name
WHERE s.issuer_id BETWEEN list_min($ids) AND list_max($ids) AND s.issuer_id IN (SELECT unnest($ids))
    AND s.applicant = 'total'
ORDER BY
    s.issuer_id,
    array_position(
        ['requests', 'remedies', 'proactive', 'fees', 'response', 'platforms', 'open_data', 'gazette', 'training', 'staff'],
        d.topic
    ),
    s.series_id, s.scope, scope_name, s.report_year
