-- Of matrix.sql the lines from $first on, before $after.
SELECT * EXCLUDE (line) FROM kept_matrix WHERE line >= $first AND line < $after ORDER BY rowid
