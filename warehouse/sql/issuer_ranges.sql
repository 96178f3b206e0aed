-- Issuers in their order, cut so that each range has about so many reports as the variable reports_at_once says, and what
-- numbers their cells have, range by range: each range then reads its own and not all there are.
CREATE OR REPLACE TEMP TABLE issuer_ranges AS
WITH counted AS (
    SELECT issuer_id, sum(count(*)) OVER (ORDER BY issuer_id) AS reports
    FROM reports
    WHERE issuer_id IS NOT NULL
    GROUP BY issuer_id
)
SELECT (reports - 1) // getvariable('reports_at_once') AS number, min(issuer_id) AS first_issuer, max(issuer_id) AS last_issuer
FROM counted
GROUP BY number;

CREATE OR REPLACE TEMP TABLE numbers_by_range AS
SELECT g.number, c.report_id, c.cell_id, c.code, c.value, c.cell_state, c.unit
FROM cells AS c
JOIN reports AS r USING (report_id)
JOIN issuer_ranges AS g ON r.issuer_id BETWEEN g.first_issuer AND g.last_issuer
WHERE c.cell_state IN ('number', 'zero', 'inferred', 'ocr') AND c.value IS NOT NULL
ORDER BY g.number;
