-- The run that published this warehouse, and what the reports in force hold.
WITH in_force AS (
    SELECT report_id FROM reports WHERE superseded_by IS NULL
)
SELECT
    run_id, started_at, published_at, extractor, parameters,
    (SELECT count(*) FROM in_force) AS reports,
    (SELECT count(DISTINCT issuer_id) FROM reports) AS issuers,
    (SELECT min(report_year) FROM reports) AS first_year,
    (SELECT max(report_year) FROM reports) AS last_year,
    (SELECT min(retrieved_at) FROM reports) AS first_retrieved,
    (SELECT max(retrieved_at) FROM reports) AS last_retrieved,
    (SELECT count(*) FROM cells SEMI JOIN in_force USING (report_id) WHERE value IS NOT NULL) AS cells,
    (SELECT count(*) FROM cells SEMI JOIN in_force USING (report_id) WHERE cell_state = 'unreadable') AS unreadable,
    (SELECT count(*) FROM mentions SEMI JOIN in_force USING (report_id) WHERE is_statistic) AS statistics,
    (SELECT count(*) FROM observations SEMI JOIN in_force USING (report_id)) AS observations,
    (SELECT count(*) FROM live_findings WHERE severity = 'critical') AS critical,
    (SELECT count(*) FROM live_findings WHERE severity = 'warning') AS warning,
    (SELECT count(*) FROM live_findings WHERE severity = 'info') AS info,
    (SELECT count(DISTINCT sha256) FROM problems WHERE report_id IS NULL) AS not_read
FROM runs
ORDER BY published_at DESC
LIMIT 1
