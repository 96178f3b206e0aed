-- What people query, over the stored points (points.sql).

CREATE VIEW series_versions AS
WITH doubted AS (
    SELECT issuer_id, report_id, list(evidence_id) AS evidence
    FROM observations
    WHERE status = 'disputed'
    GROUP BY issuer_id, report_id
)
SELECT
    p.* REPLACE (
        CASE WHEN p.status <> 'superseded' AND coalesce(list_has_any(p.evidence, d.evidence), false) THEN 'disputed'
            ELSE p.status END AS status
    )
FROM series_points AS p
LEFT JOIN doubted AS d ON d.issuer_id = p.issuer_id AND d.report_id = p.report_id;

CREATE VIEW series AS
SELECT
    issuer_id, issuer, series_id, report_year, scope, applicant, value, lower, upper, unit, grade, status, vintage,
    evidence_id, evidence, scope_name
FROM series_versions
WHERE current;

COMMENT ON VIEW series_versions IS 'Every point of every series, those of superseded reports included';
COMMENT ON COLUMN series_versions.issuer_id IS 'Issuer';
COMMENT ON COLUMN series_versions.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN series_versions.series_id IS 'Series, as in series_definitions';
COMMENT ON COLUMN series_versions.report_year IS 'Year';
COMMENT ON COLUMN series_versions.scope IS 'Whose figures: organ, own_level, jurisdiction, part, unknown';
COMMENT ON COLUMN series_versions.applicant IS 'Kind of applicant: np, biz, sci, npo, law, org_other, or total';
COMMENT ON COLUMN series_versions.value IS 'Value; NULL where only bounds are known';
COMMENT ON COLUMN series_versions.lower IS 'Least value that the sources allow, itself included; NULL where open';
COMMENT ON COLUMN series_versions.upper IS 'End of what the sources allow: equal to value where exact, else not itself included (200多万 is [2000000, 3000000)); NULL where open';
COMMENT ON COLUMN series_versions.unit IS 'Unit; of things counted in the prose the classifier as printed (次, 场), which another year may print otherwise';
COMMENT ON COLUMN series_versions.grade IS 'E same definition over the vintages, N near, P proxy by combination';
COMMENT ON COLUMN series_versions.status IS 'ok, disputed (a check failed on it that nobody has dismissed, or the sources contradict each other), inferred, ocr (recognised on a scan), superseded';
COMMENT ON COLUMN series_versions.vintage IS 'Official form of the report: A, B, C, D';
COMMENT ON COLUMN series_versions.evidence_id IS 'Cell or mention that it rests on; the first where there are several';
COMMENT ON COLUMN series_versions.evidence IS 'All cells and mentions that it rests on';
COMMENT ON COLUMN series_versions.scope_name IS 'Whose figures, in the report''s words';
COMMENT ON COLUMN series_versions.report_id IS 'Report that says so';
COMMENT ON COLUMN series_versions.source_kind IS 'report, report_tables_missing, news_about_report';
COMMENT ON COLUMN series_versions.current IS 'True for the one point to use';
COMMENT ON COLUMN series_versions.best_of_report IS 'True for the one point to use of its report, whatever other reports say';

COMMENT ON VIEW series IS 'The series: one point an issuer, year, scope and kind of applicant; see breaks before comparing';
COMMENT ON COLUMN series.issuer_id IS 'Issuer';
COMMENT ON COLUMN series.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN series.series_id IS 'Series, as in series_definitions';
COMMENT ON COLUMN series.report_year IS 'Year';
COMMENT ON COLUMN series.scope IS 'Whose figures: organ, own_level, jurisdiction, part, unknown';
COMMENT ON COLUMN series.applicant IS 'Kind of applicant: np, biz, sci, npo, law, org_other, or total';
COMMENT ON COLUMN series.value IS 'Value; NULL where only bounds are known';
COMMENT ON COLUMN series.lower IS 'Least value that the sources allow, itself included; NULL where open';
COMMENT ON COLUMN series.upper IS 'End of what the sources allow: equal to value where exact, else not itself included (200多万 is [2000000, 3000000)); NULL where open';
COMMENT ON COLUMN series.unit IS 'Unit; of things counted in the prose the classifier as printed (次, 场), which another year may print otherwise';
COMMENT ON COLUMN series.grade IS 'E same definition over the vintages, N near, P proxy by combination';
COMMENT ON COLUMN series.status IS 'ok, disputed (a check failed on it that nobody has dismissed, or the sources contradict each other), inferred, ocr (recognised on a scan), superseded';
COMMENT ON COLUMN series.vintage IS 'Official form of the report: A, B, C, D';
COMMENT ON COLUMN series.evidence_id IS 'Cell or mention that it rests on; the first where there are several';
COMMENT ON COLUMN series.evidence IS 'All cells and mentions that it rests on';
COMMENT ON COLUMN series.scope_name IS 'Whose figures, in the report''s words';

CREATE VIEW findings_in_force AS
SELECT
    f.* EXCLUDE (outcome), r.issuer_id, r.issuer, r.report_year,
    v.verdict, v.reason AS verdict_reason, v.who AS verdict_by, v.said_at AS verdict_at
FROM findings AS f
JOIN reports AS r USING (report_id)
LEFT JOIN verdicts AS v USING (finding_id)
WHERE f.outcome = 'fail' AND r.superseded_by IS NULL;

COMMENT ON VIEW findings_in_force IS 'Failed checks of the reports in force: those of a version that a later one replaced are not among them. What people had said of them is beside them as it was when this warehouse was published; gongkai findings --json has it as it is now';
COMMENT ON COLUMN findings_in_force.finding_id IS 'Identifier, as in findings';
COMMENT ON COLUMN findings_in_force.check_id IS 'Rule';
COMMENT ON COLUMN findings_in_force.report_id IS 'Report';
COMMENT ON COLUMN findings_in_force.place IS 'Where in the report: a column or line label, an indicator';
COMMENT ON COLUMN findings_in_force.severity IS 'critical, warning, info';
COMMENT ON COLUMN findings_in_force.left_value IS 'First operand';
COMMENT ON COLUMN findings_in_force.right_value IS 'Second operand';
COMMENT ON COLUMN findings_in_force.difference IS 'First minus second operand';
COMMENT ON COLUMN findings_in_force.left_words IS 'What the first operand is, in words or printed labels';
COMMENT ON COLUMN findings_in_force.right_words IS 'What the second operand is';
COMMENT ON COLUMN findings_in_force.left_evidence IS 'Cells and mentions of the first operand';
COMMENT ON COLUMN findings_in_force.right_evidence IS 'Cells and mentions of the second operand';
COMMENT ON COLUMN findings_in_force.message_zh IS 'One sentence in Chinese';
COMMENT ON COLUMN findings_in_force.message_en IS 'One sentence in English';
COMMENT ON COLUMN findings_in_force.issuer_id IS 'Issuer';
COMMENT ON COLUMN findings_in_force.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN findings_in_force.report_year IS 'Year';
COMMENT ON COLUMN findings_in_force.verdict IS 'accepted or dismissed by a person; NULL where nobody has said anything';
COMMENT ON COLUMN findings_in_force.verdict_reason IS 'Why';
COMMENT ON COLUMN findings_in_force.verdict_by IS 'Who says so';
COMMENT ON COLUMN findings_in_force.verdict_at IS 'When (UTC)';

CREATE VIEW report_checks AS
WITH counted AS (
    SELECT report_id, check_id, passed, 0 AS failed, 0 AS not_assessable FROM check_passes
    UNION ALL
    SELECT report_id, check_id, 0, (outcome = 'fail')::INTEGER, (outcome = 'not_assessable')::INTEGER FROM findings
)
SELECT
    c.report_id, c.check_id,
    CAST(sum(c.passed + c.failed) AS BIGINT) AS evaluated,
    CAST(sum(c.passed) AS BIGINT) AS passed,
    CAST(sum(c.failed) AS BIGINT) AS failed,
    CAST(sum(c.not_assessable) AS BIGINT) AS not_assessable,
    r.superseded_by IS NULL AS in_force
FROM counted AS c
JOIN reports AS r USING (report_id)
GROUP BY c.report_id, c.check_id, r.superseded_by;

COMMENT ON VIEW report_checks IS 'How often each rule was evaluated on each report, and how it came out; a rule that has nothing to say of a report has no row';
COMMENT ON COLUMN report_checks.report_id IS 'Report';
COMMENT ON COLUMN report_checks.check_id IS 'Rule';
COMMENT ON COLUMN report_checks.evaluated IS 'Times that both operands were there';
COMMENT ON COLUMN report_checks.passed IS 'Times it held';
COMMENT ON COLUMN report_checks.failed IS 'Times it did not';
COMMENT ON COLUMN report_checks.not_assessable IS 'Times that an operand was blank or unread';
COMMENT ON COLUMN report_checks.in_force IS 'False where a later version has replaced the report';
