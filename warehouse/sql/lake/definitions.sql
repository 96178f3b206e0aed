-- Tables of a warehouse that say what things mean: the same for every loader, as the last one brought them.
SELECT table_name FROM duckdb_tables()
WHERE database_name = 'source' AND schema_name = 'main' AND table_name NOT IN (
    'issuers', 'reports', 'expected_reports', 'texts', 'sections', 'cells', 'mentions', 'problems', 'report_contents',
    'observations', 'findings', 'verdicts', 'signatures', 'agreements', 'copied_passages', 'copied_shares', 'corrections',
    'check_passes', 'check_runs', 'runs', 'series_points')
ORDER BY table_name
