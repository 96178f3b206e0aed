SELECT
    r.issuer, d.name_zh AS ratio_zh, r.report_year, r.value, r.numerator, r.denominator, r.unit, r.scope, r.status,
    r.reason_zh, r.caution_zh, r.lower, r.upper, r.grade, r.scope_name, d.name_en AS ratio_en, r.reason_en, r.caution_en,
    r.ratio_id
FROM ratios AS r
JOIN ratio_definitions AS d USING (ratio_id)
ORDER BY r.issuer, r.ratio_id, r.scope, CASE WHEN r.scope = 'part' THEN r.scope_name END, r.report_year
