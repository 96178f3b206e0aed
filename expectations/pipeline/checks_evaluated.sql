-- Rules that were asked less often than they must have been, counted here once more and by other means: every sum of a
-- form of which a box has a number is asked, and every sum of which all boxes have one is decided. What
-- a rule was asked is counted of every rule of the catalogue, be it nothing.
WITH instances AS (
    SELECT
        t.check_id, c.report_id, t.form_id, t.identity_id,
        bool_and(c.value IS NOT NULL) AS decidable, bool_or(c.value IS NOT NULL) AS askable
    FROM identity_terms AS t
    JOIN (SELECT DISTINCT form_id, vintage, family FROM form_cells) AS f USING (form_id)
    JOIN reports AS r ON r.vintage = f.vintage AND r.family IS NOT DISTINCT FROM f.family
    JOIN cells AS c ON c.report_id = r.report_id AND c.code = t.code
    GROUP BY ALL
    HAVING count(DISTINCT t.side) = 2
),
floors AS (
    SELECT check_id, count(*) FILTER (decidable) AS decidable, count(*) FILTER (askable) AS askable
    FROM instances
    GROUP BY check_id
)
SELECT f.check_id, f.decidable, k.evaluated, f.askable, k.not_assessable
FROM floors AS f
LEFT JOIN check_runs AS k USING (check_id)
WHERE coalesce(k.evaluated, 0) < f.decidable OR coalesce(k.evaluated + k.not_assessable, 0) < f.askable
UNION ALL
SELECT c.check_id, NULL, NULL, NULL, NULL
FROM checks AS c
WHERE c.kind = 'report' AND c.check_id NOT IN (SELECT check_id FROM check_runs)
    AND c.check_id NOT IN (SELECT check_id FROM floors)
