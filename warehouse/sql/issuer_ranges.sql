-- Issuers in their order, cut so that each range has about so many reports.
WITH counted AS (
    SELECT issuer_id, sum(count(*)) OVER (ORDER BY issuer_id) AS reports
    FROM reports
    WHERE issuer_id IS NOT NULL
    GROUP BY issuer_id
)
SELECT min(issuer_id), max(issuer_id) FROM counted GROUP BY (reports - 1) // $reports ORDER BY 1
