-- Issuers that have a line in the coverage ($ids, or all where it is NULL).
SELECT
    c.issuer_id, any_value(c.issuer) AS issuer, any_value(i.level) AS level, any_value(i.division_code) AS division_code,
    any_value(i.parent_id) AS parent_id, any_value(p.issuer) AS parent,
    any_value(i.parent_id) IN (SELECT issuer_id FROM coverage WHERE issuer_id IS NOT NULL) AS parent_there,
    count(*) FILTER (c.reports > 0) AS years, sum(c.reports) AS reports
FROM coverage AS c
LEFT JOIN issuers AS i ON i.issuer_id = c.issuer_id
LEFT JOIN issuers AS p ON p.issuer_id = i.parent_id
WHERE c.issuer_id IS NOT NULL AND ($ids IS NULL OR c.issuer_id IN (SELECT unnest($ids)))
GROUP BY c.issuer_id
ORDER BY division_code NULLS LAST, issuer, c.issuer_id
