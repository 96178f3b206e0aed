-- As issuer_series.sql, the breaks in the series of the chosen issuers ($ids).
SELECT issuer_id, series_id, scope, scope_name, report_year, year_before, reason_zh, reason_en
FROM series_breaks
WHERE issuer_id BETWEEN list_min($ids) AND list_max($ids) AND issuer_id IN (SELECT unnest($ids))
ORDER BY issuer_id, series_id, report_year, scope, scope_name
