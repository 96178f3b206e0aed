-- Tables and views for readers, with their columns.
SELECT t.name, t.comment, t.view, list(struct_pack(
    name := c.column_name, kind := c.data_type, comment := c.comment) ORDER BY c.column_index)
FROM (
    SELECT table_name AS name, comment, false AS view FROM duckdb_tables()
    WHERE schema_name = 'main' AND NOT internal
    UNION ALL
    SELECT view_name, comment, true FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
) AS t
JOIN duckdb_columns() AS c ON c.table_name = t.name AND c.schema_name = 'main' AND NOT c.internal
WHERE list_contains($left_out, t.name) = false
GROUP BY t.name, t.comment, t.view
ORDER BY t.name
