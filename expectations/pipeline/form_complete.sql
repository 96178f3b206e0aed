-- Of a table that a report has, every cell that is not optional. Sub-lines may be printed as the one line above them
-- (（六）其他处理 in one row): then that line stands for them. Which stands for which is told once for each form.
WITH stands_for AS (
    SELECT above.vintage, above.family, above.code AS printed, below.code
    FROM form_cells AS above
    JOIN form_cells AS below
        ON below.vintage = above.vintage AND below.family IS NOT DISTINCT FROM above.family
        AND below."column" IS NOT DISTINCT FROM above."column" AND starts_with(below.line, above.line || '_')
)
SELECT r.report_id, f.code
FROM (SELECT DISTINCT report_id, statutory_table FROM cells) AS t
JOIN reports AS r USING (report_id)
JOIN form_cells AS f
    ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.statutory_table = t.statutory_table
ANTI JOIN (
    SELECT report_id, code FROM cells
    UNION ALL
    SELECT c.report_id, s.code
    FROM cells AS c
    JOIN reports AS of_cell ON of_cell.report_id = c.report_id
    JOIN stands_for AS s
        ON s.vintage = of_cell.vintage AND s.family IS NOT DISTINCT FROM of_cell.family AND s.printed = c.code
) AS there ON there.report_id = r.report_id AND there.code = f.code
WHERE NOT f.optional
