-- The issuers whose figures may differ: of the reports that were drawn, and of those that are gone.
CREATE TEMP TABLE compared AS
SELECT issuer_id FROM drawn WHERE issuer_id IS NOT NULL
UNION
SELECT issuer_id
FROM old_warehouse.reports
WHERE issuer_id IS NOT NULL AND report_id NOT IN (SELECT report_id FROM new_warehouse.reports)
