-- Of reports.sql those in force of the $most issuers that there is most to see of, in their order.
WITH first_issuers AS (
    SELECT issuer_id
    FROM kept_reports
    WHERE superseded_by IS NULL
    GROUP BY issuer_id
    ORDER BY min(weight)
    LIMIT $most
)
SELECT
    r.report_id, r.issuer_id, r.issuer, r.report_year, r.vintage, r.state, r.weight, r.failed, r.critical, r.warning, r.info
FROM kept_reports AS r
JOIN first_issuers AS f ON f.issuer_id IS NOT DISTINCT FROM r.issuer_id
WHERE r.superseded_by IS NULL
ORDER BY r.rowid
