-- Numbers of statutory cells, and of prose where the indicator is certain, in reports whose issuer and year are known.
WITH placed AS (
    SELECT * FROM reports WHERE issuer_id IS NOT NULL AND report_year IS NOT NULL
)
SELECT c.cell_id
FROM cells AS c
JOIN placed AS r USING (report_id)
JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
ANTI JOIN observations AS o ON o.evidence_id = c.cell_id
WHERE c.value IS NOT NULL
UNION ALL
SELECT m.mention_id
FROM mentions AS m
SEMI JOIN placed AS r USING (report_id)
LEFT JOIN mentions AS whole ON whole.mention_id = m.part_of
ANTI JOIN observations AS o ON o.evidence_id = m.mention_id
WHERE m.is_statistic AND m.indicator_id IS NOT NULL AND coalesce(m.value, m.lower, m.upper) IS NOT NULL
    -- One fee of several is no figure of the issuer's year.
    AND whole.indicator_id IS DISTINCT FROM m.indicator_id
