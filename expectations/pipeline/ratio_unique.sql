SELECT issuer_id, ratio_id, report_year, scope
FROM ratios
GROUP BY issuer_id, ratio_id, report_year, scope, CASE WHEN scope = 'part' THEN scope_name END
HAVING count(*) > 1
