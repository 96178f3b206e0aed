-- Issuers that have a line in the coverage ($ids, or all where it is NULL).
WITH covered AS MATERIALIZED (
    SELECT issuer_id, any_value(issuer) AS issuer, count(*) FILTER (reports > 0) AS years, sum(reports) AS reports
    FROM coverage
    WHERE issuer_id IS NOT NULL
    GROUP BY issuer_id
)
SELECT
    c.issuer_id, c.issuer, i.level, i.division_code, i.parent_id, p.issuer AS parent,
    i.parent_id IN (SELECT issuer_id FROM covered) AS parent_there, c.years, c.reports
FROM covered AS c
LEFT JOIN issuers AS i ON i.issuer_id = c.issuer_id
LEFT JOIN issuers AS p ON p.issuer_id = i.parent_id
WHERE $ids IS NULL OR c.issuer_id IN (SELECT unnest($ids))
ORDER BY i.division_code NULLS LAST, c.issuer, c.issuer_id
