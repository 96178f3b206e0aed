SELECT c.cell_id
FROM cells AS c
JOIN reports AS r USING (report_id)
LEFT JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
WHERE f.code IS NULL
