-- Of matrix.sql the issuers, in the order of their lines.
SELECT DISTINCT line, issuer_id, issuer FROM kept_matrix ORDER BY line
