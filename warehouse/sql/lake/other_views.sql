-- Views of a warehouse that others than the warehouse have made, such as those of corrections.
SELECT sql FROM duckdb_views()
WHERE database_name = 'source' AND schema_name = 'main' AND NOT internal AND view_name NOT IN (
    SELECT view_name FROM duckdb_views() WHERE database_name = 'lake' AND schema_name = 'main')
ORDER BY view_oid
