SELECT
    o.issuer, o.report_year, o.dimension, o.name_zh, o.value, CASE o.better WHEN 'more' THEN 'count' ELSE 'share' END AS unit,
    o.numerator, o.denominator, o.better, o.score, o.peers, o.percentile, o.scope, o.level, o.status, o.mixed_law,
    o.reason_zh, o.name_en, o.reason_en, o.component
FROM openness AS o
JOIN openness_components AS c USING (component)
ORDER BY o.issuer, o.report_year, o.scope, c.position
