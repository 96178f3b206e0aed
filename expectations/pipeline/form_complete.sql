-- Of a table that a report has, every cell that is not optional. Sub-lines may be printed as the one line above them
-- (（六）其他处理 in one row): then that line stands for them.
SELECT r.report_id, f.code
FROM (SELECT DISTINCT report_id, statutory_table FROM cells) AS t
JOIN reports AS r USING (report_id)
JOIN form_cells AS f
    ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.statutory_table = t.statutory_table
ANTI JOIN cells AS c ON c.report_id = r.report_id AND c.code = f.code
ANTI JOIN cells AS above
    ON above.report_id = r.report_id AND starts_with(f.line, above.line || '_')
    AND above."column" IS NOT DISTINCT FROM f."column"
WHERE NOT f.optional
