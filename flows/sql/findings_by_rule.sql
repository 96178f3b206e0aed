SELECT
    c.severity, c.check_id AS rule, c.title_en AS title, f.failed, r.evaluated, r.not_assessable
FROM (SELECT check_id, count(*) AS failed FROM live_findings GROUP BY check_id) AS f
JOIN checks AS c USING (check_id)
JOIN (
    SELECT check_id, sum(evaluated)::BIGINT AS evaluated, sum(not_assessable)::BIGINT AS not_assessable
    FROM report_checks
    WHERE in_force
    GROUP BY check_id
) AS r USING (check_id)
ORDER BY CASE c.severity WHEN 'critical' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, f.failed DESC, c.check_id
