SELECT
    c.severity, c.check_id AS rule, c.title_en AS title, r.failed, r.evaluated, r.not_assessable
FROM check_runs AS r
JOIN checks AS c USING (check_id)
WHERE r.failed > 0
ORDER BY CASE c.severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, r.failed DESC, c.check_id
