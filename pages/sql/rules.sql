-- Every rule that reports are held to, with how often it was evaluated on reports in force: a rule that
-- never was is seen as such. What people dismissed is no failure any more, and counted apart.
SELECT
    c.check_id, c.severity, c.title_zh, c.title_en, c.explanation_zh, c.explanation_en, c.formula, c.formula_zh, c.exceptions, c.exceptions_zh,
    c.source, coalesce(r.evaluated, 0) AS evaluated, coalesce(r.passed, 0) AS passed, coalesce(f.failed, 0) AS failed,
    coalesce(r.failed, 0) - coalesce(f.failed, 0) AS dismissed,
    coalesce(r.not_assessable, 0) AS not_assessable
FROM checks AS c
-- The sums of report_checks, which has a row for each rule and report.
LEFT JOIN (
    SELECT
        check_id, sum(passed + failed)::BIGINT AS evaluated, sum(passed)::BIGINT AS passed, sum(failed)::BIGINT AS failed,
        sum(not_assessable)::BIGINT AS not_assessable
    FROM (
        SELECT report_id, check_id, passed, 0 AS failed, 0 AS not_assessable FROM check_passes
        UNION ALL
        SELECT report_id, check_id, 0, (outcome = 'fail')::INTEGER, (outcome = 'not_assessable')::INTEGER FROM findings
    )
    JOIN reports USING (report_id)
    WHERE superseded_by IS NULL
    GROUP BY check_id
) AS r USING (check_id)
LEFT JOIN (SELECT check_id, count(*) AS failed FROM live_findings GROUP BY check_id) AS f USING (check_id)
WHERE c.kind = 'report'
ORDER BY array_position(['critical', 'warning', 'info'], c.severity), c.check_id
