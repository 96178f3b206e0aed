-- The macros of the warehouse.
SELECT function_name, parameters, comment FROM duckdb_functions()
WHERE NOT internal AND schema_name = 'main' ORDER BY 1
