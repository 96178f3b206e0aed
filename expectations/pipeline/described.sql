SELECT table_name, NULL AS column_name FROM duckdb_tables() WHERE comment IS NULL AND NOT internal AND NOT temporary
UNION ALL
SELECT view_name, NULL FROM duckdb_views() WHERE comment IS NULL AND NOT internal AND NOT temporary
UNION ALL
SELECT c.table_name, c.column_name
FROM duckdb_columns() AS c
JOIN (
    SELECT database_oid, table_oid AS oid FROM duckdb_tables() WHERE NOT temporary
    UNION ALL
    SELECT database_oid, view_oid FROM duckdb_views() WHERE NOT temporary AND NOT internal
) AS t ON t.oid = c.table_oid AND t.database_oid = c.database_oid
WHERE c.comment IS NULL AND NOT c.internal
