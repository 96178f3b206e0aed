-- Names of issuers that are near to one that is none.
SELECT DISTINCT r.issuer FROM reports AS r
WHERE r.issuer IS NOT NULL
ORDER BY contains(r.issuer, $name) DESC, jaccard(r.issuer, $name) DESC, r.issuer LIMIT 5
