-- Of issuer_breaks.sql the breaks of some issuers ($ids).
SELECT * FROM drawn_breaks WHERE issuer_id IN (SELECT unnest($ids)) ORDER BY rowid
