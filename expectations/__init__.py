"""What must be true: rules in `.sql` files, and the Great Expectations suites that run them inside DuckDB."""
