-- Issuers as the staged reports name them.
SELECT issuer_id, min(issuer), min(issuer_level)
FROM read_parquet(getvariable('staging_reports')) WHERE issuer_id IS NOT NULL GROUP BY issuer_id
