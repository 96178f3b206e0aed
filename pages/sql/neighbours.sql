-- The reports of the issuers of the chosen reports ($ids), by year: those beside which each stands.
SELECT issuer_id, report_id AS other_id, report_year, source_kind, superseded_by
FROM reports
WHERE issuer_id IN (SELECT issuer_id FROM reports WHERE report_id IN (SELECT unnest($ids)))
ORDER BY issuer_id, report_year, report_id
