-- Every rule that reports are held to, with how often it was evaluated: a rule that never was is seen as such.
SELECT
    c.check_id, c.severity, c.title_zh, c.title_en, c.explanation_zh, c.explanation_en, c.formula, c.formula_zh, c.exceptions, c.exceptions_zh,
    c.source, coalesce(r.evaluated, 0) AS evaluated, coalesce(r.passed, 0) AS passed, coalesce(r.failed, 0) AS failed,
    coalesce(r.not_assessable, 0) AS not_assessable
FROM checks AS c
LEFT JOIN check_runs AS r USING (check_id)
WHERE c.kind = 'report'
ORDER BY array_position(['critical', 'warning', 'info'], c.severity), c.check_id
