-- Tables of a warehouse of which each loader brings its own rows.
SELECT table_name FROM duckdb_tables()
WHERE database_name = 'source' AND schema_name = 'main' AND table_name IN (
    'issuers', 'reports', 'expected_reports', 'texts', 'sections', 'cells', 'mentions', 'problems', 'report_contents',
    'observations', 'findings', 'verdicts', 'signatures', 'agreements', 'copied_passages', 'copied_shares', 'corrections',
    'check_passes', 'check_runs', 'runs', 'series_points')
ORDER BY table_name
