-- A rule of the tables that was asked about nothing, although there are tables that it is about.
SELECT t.check_id
FROM (
    SELECT DISTINCT t.check_id
    FROM identity_terms AS t
    JOIN (SELECT DISTINCT form_id, vintage, family FROM form_cells) AS f USING (form_id)
    JOIN reports AS r ON r.vintage = f.vintage AND r.family IS NOT DISTINCT FROM f.family
    JOIN cells AS c ON c.report_id = r.report_id AND c.code = t.code
    WHERE c.value IS NOT NULL
) AS t
LEFT JOIN check_runs AS k USING (check_id)
WHERE coalesce(k.evaluated + k.not_assessable, 0) = 0
