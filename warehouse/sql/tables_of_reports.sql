-- Tables whose rows belong to one report. What is told of reports side by side (copied_*) and by people (corrections) is
-- made over the whole, afterwards.
SELECT t.schema_name, t.table_name
FROM duckdb_tables() AS t
JOIN duckdb_columns() AS c USING (database_name, schema_name, table_name)
WHERE t.database_name = 'part' AND NOT t.internal AND c.column_name = 'report_id'
    AND t.table_name NOT IN ('copied_passages', 'copied_shares', 'corrections')
ORDER BY ALL
