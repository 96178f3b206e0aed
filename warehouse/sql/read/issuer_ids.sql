-- Issuers with a report by id, name or short name.
SELECT issuer_id FROM issuers
WHERE $name IN (issuer_id, issuer, short_name) AND issuer_id IN (SELECT issuer_id FROM reports)
ORDER BY issuer_id
