-- Numbers of statutory cells in reports whose issuer and year are known.
SELECT c.cell_id
FROM cells AS c
JOIN reports AS r USING (report_id)
JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
ANTI JOIN observations AS o ON o.evidence_id = c.cell_id
WHERE c.value IS NOT NULL AND r.issuer_id IS NOT NULL AND r.report_year IS NOT NULL
