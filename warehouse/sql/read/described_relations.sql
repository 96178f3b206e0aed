-- Tables and views with what they are, tables after views.
SELECT table_name, comment, 'table' FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal
UNION ALL
SELECT view_name, comment, 'view' FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
ORDER BY 3 DESC, 1
