-- One point an issuer, series, year, scope (a named part is one of its own) and kind of applicant.
SELECT issuer_id, series_id, report_year, scope, applicant
FROM series
GROUP BY issuer_id, series_id, report_year, scope, CASE WHEN scope = 'part' THEN scope_name END, applicant
HAVING count(*) > 1
