SELECT 'table ' || table_name AS what FROM duckdb_tables()
WHERE coalesce(trim(comment), '') = '' AND NOT internal AND NOT temporary
UNION ALL
SELECT 'view ' || view_name FROM duckdb_views() WHERE coalesce(trim(comment), '') = '' AND NOT internal AND NOT temporary
UNION ALL
SELECT DISTINCT 'macro ' || function_name FROM duckdb_functions()
WHERE coalesce(trim(comment), '') = '' AND NOT internal AND schema_name = 'main' AND database_name = current_database()
UNION ALL
SELECT format('column {}.{}', c.table_name, c.column_name)
FROM duckdb_columns() AS c
JOIN (
    SELECT database_oid, table_oid AS oid FROM duckdb_tables() WHERE NOT temporary
    UNION ALL
    SELECT database_oid, view_oid FROM duckdb_views() WHERE NOT temporary AND NOT internal
) AS t ON t.oid = c.table_oid AND t.database_oid = c.database_oid
WHERE coalesce(trim(c.comment), '') = '' AND NOT c.internal
