-- Values of series that old_warehouse and new_warehouse have alike, where their status is another.
WITH old_values AS (
    SELECT *, CASE WHEN scope = 'part' THEN scope_name END AS part
    FROM old_warehouse.series_versions SEMI JOIN compared USING (issuer_id) WHERE current
),
new_values AS (
    SELECT *, CASE WHEN scope = 'part' THEN scope_name END AS part
    FROM new_warehouse.series_versions SEMI JOIN compared USING (issuer_id) WHERE current
)
SELECT
    n.issuer_id, n.issuer, n.report_year, n.series_id AS id, n.scope, n.part, n.applicant,
    n.value, n.lower, n.upper, n.unit, o.status AS old_status, n.status AS new_status
FROM old_values AS o
JOIN new_values AS n
    ON n.series_id = o.series_id AND n.issuer_id = o.issuer_id AND n.report_year = o.report_year AND n.scope = o.scope
    AND n.applicant = o.applicant AND n.part IS NOT DISTINCT FROM o.part
WHERE o.status IS DISTINCT FROM n.status
    AND (o.value, o.lower, o.upper, o.unit, o.grade) IS NOT DISTINCT FROM (n.value, n.lower, n.upper, n.unit, n.grade)
ORDER BY n.applicant <> 'total', n.issuer, n.report_year, id, n.scope, n.part, n.applicant
