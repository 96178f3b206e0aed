-- The columns of a table or view.
SELECT column_name, data_type, comment FROM duckdb_columns()
WHERE table_name = ? AND schema_name = 'main' AND NOT internal ORDER BY column_index
