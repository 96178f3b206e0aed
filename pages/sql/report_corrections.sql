-- What people have corrected in the chosen reports ($ids), with what became of it.
SELECT
    c.report_id, c.code, c.cell_id, l.line_label, f.column_label, c.expected, c.printed, c.corrected, c.who, c.why, c.source,
    c.state
FROM corrections AS c
LEFT JOIN cells AS l USING (cell_id)
LEFT JOIN reports AS r ON r.report_id = c.report_id
LEFT JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
WHERE c.report_id IN (SELECT unnest($ids))
ORDER BY c.report_id, c.entry
