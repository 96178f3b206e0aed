-- Of issuer_series.sql the points of some issuers ($ids). Bounds are told only where they are not the value itself.
SELECT
    * EXCLUDE (lower, upper), CASE WHEN NOT exact THEN lower END AS lower, CASE WHEN NOT exact THEN upper END AS upper
FROM kept_issuer_series
WHERE issuer_id IN (SELECT unnest($ids))
ORDER BY rowid
