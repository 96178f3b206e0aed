SELECT issuer_id, report_year, indicator_id, applicant, scope, period
FROM observations
WHERE preferred
GROUP BY issuer_id, report_year, indicator_id, applicant, scope, CASE WHEN scope = 'part' THEN scope_name END, period
HAVING count(*) > 1
