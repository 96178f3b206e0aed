-- The run that published this warehouse, and what the reports in force hold.
WITH in_force AS (
    SELECT c.* FROM report_contents AS c JOIN reports AS r USING (report_id) WHERE r.superseded_by IS NULL
)
SELECT
    run_id, started_at, published_at, extractor, parameters,
    (SELECT count(*) FROM in_force) AS reports,
    (SELECT count(DISTINCT issuer_id) FROM reports) AS issuers,
    (SELECT min(report_year) FROM reports) AS first_year,
    (SELECT max(report_year) FROM reports) AS last_year,
    (SELECT min(retrieved_at) FROM reports) AS first_retrieved,
    (SELECT max(retrieved_at) FROM reports) AS last_retrieved,
    (SELECT CAST(coalesce(sum(valued), 0) AS BIGINT) FROM in_force) AS cells,
    (SELECT CAST(coalesce(sum(unreadable), 0) AS BIGINT) FROM in_force) AS unreadable,
    (SELECT CAST(coalesce(sum(statistics), 0) AS BIGINT) FROM in_force) AS statistics,
    (SELECT CAST(coalesce(sum(observations), 0) AS BIGINT) FROM in_force) AS observations,
    (SELECT count(*) FROM live_findings WHERE severity = 'critical') AS critical,
    (SELECT count(*) FROM live_findings WHERE severity = 'warning') AS warning,
    (SELECT count(*) FROM live_findings WHERE severity = 'info') AS info,
    (SELECT count(DISTINCT sha256) FROM problems WHERE report_id IS NULL) AS not_read
FROM runs
ORDER BY published_at DESC
LIMIT 1
