-- Of issuer_breaks.sql the breaks of some issuers ($ids).
SELECT * FROM kept_issuer_breaks WHERE issuer_id IN (SELECT unnest($ids)) ORDER BY rowid
