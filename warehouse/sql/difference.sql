-- The figures of old_warehouse and new_warehouse side by side, where they differ: of the issuers in the temporary table
-- compared.

WITH old_values AS (
    SELECT
        'series' AS kind, series_id AS id, issuer_id, report_year, scope,
        CASE WHEN scope = 'part' THEN scope_name END AS part, applicant, NULL AS period,
        value, lower, upper, unit, grade, report_id, evidence
    FROM old_warehouse.series_points SEMI JOIN compared USING (issuer_id) WHERE current
    UNION ALL
    SELECT
        'indicator', indicator_id, issuer_id, report_year, scope, CASE WHEN scope = 'part' THEN scope_name END,
        applicant, period, value, lower, upper, unit, NULL, report_id, [evidence_id]
    FROM old_warehouse.observations SEMI JOIN compared USING (issuer_id) WHERE preferred
),
new_values AS (
    SELECT
        'series' AS kind, series_id AS id, issuer_id, report_year, scope,
        CASE WHEN scope = 'part' THEN scope_name END AS part, applicant, NULL AS period,
        value, lower, upper, unit, grade, report_id, evidence
    FROM new_warehouse.series_points SEMI JOIN compared USING (issuer_id) WHERE current
    UNION ALL
    SELECT
        'indicator', indicator_id, issuer_id, report_year, scope, CASE WHEN scope = 'part' THEN scope_name END,
        applicant, period, value, lower, upper, unit, NULL, report_id, [evidence_id]
    FROM new_warehouse.observations SEMI JOIN compared USING (issuer_id) WHERE preferred
),
sides AS (
    SELECT
        row_number() OVER () AS turn,
        coalesce(n.kind, o.kind) AS kind, coalesce(n.id, o.id) AS id,
        coalesce(n.issuer_id, o.issuer_id) AS issuer_id, coalesce(n.report_year, o.report_year) AS report_year,
        coalesce(n.scope, o.scope) AS scope, coalesce(n.part, o.part) AS part,
        coalesce(n.applicant, o.applicant) AS applicant, coalesce(n.period, o.period) AS period,
        o.value AS old_value, o.lower AS old_lower, o.upper AS old_upper, o.unit AS old_unit, o.grade AS old_grade,
        n.value AS new_value, n.lower AS new_lower, n.upper AS new_upper, n.unit AS new_unit, n.grade AS new_grade,
        o.report_id AS old_report, n.report_id AS new_report, o.evidence AS old_evidence, n.evidence AS new_evidence,
        CASE WHEN o.id IS NULL THEN 'added' WHEN n.id IS NULL THEN 'removed' ELSE 'changed' END AS change
    FROM old_values AS o
    FULL JOIN new_values AS n
        ON n.kind = o.kind AND n.id = o.id AND n.issuer_id = o.issuer_id AND n.report_year = o.report_year
        AND n.scope = o.scope AND n.applicant = o.applicant AND n.part IS NOT DISTINCT FROM o.part
        AND n.period IS NOT DISTINCT FROM o.period
    WHERE o.id IS NULL OR n.id IS NULL
        OR (o.value, o.lower, o.upper, o.unit, o.grade) IS DISTINCT FROM (n.value, n.lower, n.upper, n.unit, n.grade)
),
side_by_side AS (
    SELECT report_id FROM new_warehouse.reports SEMI JOIN compared USING (issuer_id)
),
-- What both warehouses read alike: where a value rests on nothing else, the difference comes from what is made of it.
alike AS (
    SELECT o.evidence_id
    FROM (FROM old_warehouse.observations SEMI JOIN side_by_side USING (report_id)) AS o
    JOIN (FROM new_warehouse.observations SEMI JOIN side_by_side USING (report_id)) AS n USING (evidence_id)
    WHERE (o.value, o.lower, o.upper, o.unit, o.indicator_id) IS NOT DISTINCT FROM
        (n.value, n.lower, n.upper, n.unit, n.indicator_id)
),
read_otherwise AS (
    SELECT DISTINCT turn
    FROM (SELECT turn, unnest(list_concat(coalesce(old_evidence, []), coalesce(new_evidence, []))) AS evidence_id FROM sides)
    WHERE evidence_id NOT IN (FROM alike)
)
SELECT
    s.change,
    CASE
        WHEN s.new_report IS NOT NULL AND s.new_report NOT IN (SELECT report_id FROM old_warehouse.reports)
            THEN CASE WHEN EXISTS (
                SELECT 1 FROM old_warehouse.reports AS r
                WHERE r.issuer_id = s.issuer_id AND r.report_year = s.report_year AND r.source_kind <> 'news_about_report'
                    -- 本级 beside 全市 is another report.
                    AND (r.scope = n.scope OR 'unknown' IN (r.scope, n.scope))
            ) THEN 'corrected report' ELSE 'new report' END
        WHEN s.old_report IS NOT NULL AND s.old_report NOT IN (SELECT report_id FROM new_warehouse.reports)
            THEN 'report removed'
        WHEN s.old_report IN (
            SELECT report_id FROM new_warehouse.reports
            WHERE superseded_by IS NOT NULL AND superseded_by NOT IN (SELECT report_id FROM old_warehouse.reports)
        ) THEN 'corrected report'
        WHEN s.turn IN (FROM read_otherwise) THEN 'new extractor'
        ELSE 'new crosswalk'
    END AS cause,
    s.kind, s.id, s.issuer_id, i.issuer, s.report_year, s.scope, s.part, s.applicant, s.period,
    s.old_value, s.old_lower, s.old_upper, s.old_unit, s.old_grade, s.new_value, s.new_lower, s.new_upper, s.new_unit,
    s.new_grade,
    s.old_report, s.new_report, s.old_evidence, s.new_evidence
FROM sides AS s
LEFT JOIN new_warehouse.reports AS n ON n.report_id = s.new_report
LEFT JOIN (
    SELECT issuer_id, max(issuer) AS issuer
    -- Warehouses of two versions may differ in their columns.
    FROM (SELECT issuer_id, issuer FROM old_warehouse.issuers UNION ALL SELECT issuer_id, issuer FROM new_warehouse.issuers)
    GROUP BY issuer_id
) AS i ON i.issuer_id = s.issuer_id
ORDER BY i.issuer, s.report_year, s.kind DESC, s.id, s.scope, s.part, s.applicant, s.period
