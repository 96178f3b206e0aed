-- A ratio of some issuers or of all.
FROM ratios WHERE ratio_id = $ratio AND ($ids IS NULL OR issuer_id IN $ids)
ORDER BY issuer, scope, CASE WHEN scope = 'part' THEN scope_name END, report_year
