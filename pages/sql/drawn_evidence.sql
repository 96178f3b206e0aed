-- Of what was kept of evidence.sql, some ($ids).
SELECT * FROM kept_evidence WHERE id IN (SELECT unnest($ids))
