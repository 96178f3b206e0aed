-- What a warehouse says of a table ('' is the table itself) and of its columns.
SELECT '', comment FROM duckdb_tables()
WHERE database_name = 'source' AND schema_name = 'main' AND table_name = $table AND comment IS NOT NULL
UNION ALL
SELECT column_name, comment FROM duckdb_columns()
WHERE database_name = 'source' AND schema_name = 'main' AND table_name = $table AND comment IS NOT NULL
