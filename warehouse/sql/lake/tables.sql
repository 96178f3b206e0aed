SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = 'lake'
UNION ALL
SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE database_name = 'lake'
