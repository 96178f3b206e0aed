-- The reports of the issuers of the chosen reports ($ids), by year: those beside which each stands.
SELECT r.report_id, o.report_id AS other_id, o.report_year, o.source_kind, o.superseded_by
FROM reports AS r
JOIN reports AS o USING (issuer_id)
WHERE r.report_id IN (SELECT unnest($ids))
ORDER BY r.report_id, o.report_year, o.report_id
