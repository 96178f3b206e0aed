-- As report_keys.sql, for the pages of issuers.
WITH parts AS (
    SELECT issuer_id, hash(c) AS part FROM coverage AS c
    UNION ALL
    SELECT issuer_id, hash(i) FROM issuers AS i
    UNION ALL
    SELECT issuer_id, hash(report_id, report_year, vintage, scope, source_kind, superseded_by, file) FROM reports
    UNION ALL
    -- What its series and their breaks are made of.
    SELECT issuer_id, hash(s) FROM series_points AS s WHERE applicant = 'total'
    UNION ALL
    SELECT issuer_id, hash(evidence_id) FROM observations WHERE status = 'disputed'
    UNION ALL
    SELECT issuer_id, hash(f) FROM live_findings AS f
    UNION ALL
    SELECT i.issuer_id, hash(c)
    FROM corrections AS c
    JOIN issuers AS i ON i.issuer_id = c.issuer_id OR (c.issuer_id IS NULL AND c.issuer IN (i.issuer_id, i.issuer))
    UNION ALL
    SELECT r.issuer_id, hash(s, o.issuer, o.report_year)
    FROM copied_shares AS s
    JOIN reports AS r ON r.report_id = s.report_id
    JOIN reports AS o ON o.report_id = s.other_id
    UNION ALL
    SELECT i.issuer_id, hash(p.issuer, i.parent_id IN (SELECT issuer_id FROM coverage WHERE issuer_id IS NOT NULL))
    FROM issuers AS i
    JOIN issuers AS p ON p.issuer_id = i.parent_id
)
SELECT issuer_id AS id, CAST(sum(CAST(part AS HUGEINT)) AS VARCHAR) AS key
FROM parts
WHERE issuer_id IN (SELECT issuer_id FROM coverage)
GROUP BY issuer_id
ORDER BY issuer_id
