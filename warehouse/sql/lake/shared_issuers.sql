-- Issuers and reports of the warehouse that another loader has brought.
SELECT DISTINCT issuer, loader
FROM loaded.reports
WHERE loader <> $loader
    AND (issuer_id IN (SELECT issuer_id FROM source.reports) OR report_id IN (SELECT report_id FROM source.reports))
ORDER BY loader, issuer
