-- Breaks and growth of series.

-- The breaks within a series where they fall for an issuer: a change of law or definition in its year, a change of form
-- in the year in which the issuer changed to it. Figures of another scope are another line, with breaks of its own.
CREATE VIEW series_breaks AS
WITH years AS (
    SELECT
        issuer_id, series_id, scope, CASE WHEN scope = 'part' THEN scope_name END AS part, report_year,
        max(vintage) AS vintage
    FROM series_points
    WHERE current
    GROUP BY ALL
),
-- A report without its tables shows no form: it is that of the reports around it, else that of its year.
known AS (
    SELECT
        * EXCLUDE (vintage),
        coalesce(
            vintage,
            CASE WHEN last_value(vintage IGNORE NULLS) OVER before = first_value(vintage IGNORE NULLS) OVER after
                THEN last_value(vintage IGNORE NULLS) OVER before END,
            CASE WHEN report_year < 2014 THEN 'A' WHEN report_year < 2019 THEN 'B' WHEN report_year < 2021 THEN 'C'
                ELSE 'D' END
        ) AS form
    FROM years
    WINDOW
        before AS (PARTITION BY issuer_id, series_id, scope, part ORDER BY report_year ROWS UNBOUNDED PRECEDING),
        after AS (
            PARTITION BY issuer_id, series_id, scope, part ORDER BY report_year
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        )
),
points AS (
    SELECT *, lag(form) OVER line AS form_before, lag(report_year) OVER line AS year_before
    FROM known
    WINDOW line AS (PARTITION BY issuer_id, series_id, scope, part ORDER BY report_year)
),
fallen AS (
    SELECT p.*, b.kinds[1] AS kind, b.reason_zh, b.reason_en
    FROM points AS p
    JOIN breaks AS b ON b.series_id = p.series_id AND b.relation = 'break'
    WHERE p.year_before IS NOT NULL AND CASE
        WHEN b.vintage IS NULL THEN b.report_year > p.year_before AND b.report_year <= p.report_year
        -- From a form before the break to one after it, or back to the earlier form.
        ELSE (p.form_before < b.vintage) <> (p.form < b.vintage)
    END
    UNION ALL
    SELECT
        p.*, 'issuer', '仅凭名称不能确定是哪一个机构，各年数据可能出自同名的不同机构。',
        'The name does not tell which body it is, as several bear it: the years may be of different bodies.'
    FROM points AS p
    JOIN issuers AS i USING (issuer_id)
    WHERE p.year_before IS NOT NULL AND i.shared_name
)
SELECT
    issuer_id, series_id, scope, part AS scope_name, report_year, year_before,
    list_transform(reasons, lambda one: one.kind) AS kinds,
    list_aggregate(list_transform(reasons, lambda one: one.zh), 'string_agg', ' ') AS reason_zh,
    list_aggregate(list_transform(reasons, lambda one: one.en), 'string_agg', ' ') AS reason_en
FROM (
    -- Sorted once they are a list: sorted within the aggregate, each group would take 30 KB.
    SELECT
        issuer_id, series_id, scope, part, report_year, year_before,
        list_sort(list({en: reason_en, kind: kind, zh: reason_zh})) AS reasons
    FROM fallen
    GROUP BY issuer_id, series_id, scope, part, report_year, year_before
);
COMMENT ON VIEW series_breaks IS 'The breaks of each issuer''s series, in the year in which they fall for it';
COMMENT ON COLUMN series_breaks.issuer_id IS 'Issuer';
COMMENT ON COLUMN series_breaks.series_id IS 'Series';
COMMENT ON COLUMN series_breaks.scope IS 'Whose figures: organ, own_level, jurisdiction, part, unknown';
COMMENT ON COLUMN series_breaks.scope_name IS 'Which part, where the scope is one';
COMMENT ON COLUMN series_breaks.report_year IS 'First year after the break that there is a figure for';
COMMENT ON COLUMN series_breaks.year_before IS 'Last year before the break that there is a figure for';
COMMENT ON COLUMN series_breaks.kinds IS 'form, law, definition, ..., or issuer where the name does not tell which body it is';
COMMENT ON COLUMN series_breaks.reason_zh IS 'The reasons, in Chinese';
COMMENT ON COLUMN series_breaks.reason_en IS 'The reasons, in English';

-- Change from any year to any later one: as an interval where figures are approximate; NULL with the reason where a break
-- lies between them; where a figure is disputed or inferred it says so.
CREATE VIEW series_changes AS
WITH pairs AS (
    SELECT
        n.issuer_id, n.issuer, n.series_id, p.report_year AS from_year, n.report_year AS to_year,
        n.scope, n.scope_name, CASE WHEN n.scope = 'part' THEN n.scope_name END AS part, n.applicant, n.unit,
        n.value, n.lower, n.upper, p.value AS value_before, p.lower AS lower_before, p.upper AS upper_before,
        CASE
            WHEN 'disputed' IN (n.status, p.status) THEN 'disputed'
            WHEN 'ocr' IN (n.status, p.status) THEN 'ocr'
            WHEN 'inferred' IN (n.status, p.status) THEN 'inferred'
            ELSE 'ok'
        END AS status,
        greatest(n.grade, p.grade) AS grade,
        CASE
            WHEN n.unit IS DISTINCT FROM p.unit AND d.unit IS DISTINCT FROM 'count' THEN 'unit'
            WHEN p.lower IS NULL OR n.lower IS NULL THEN 'open'
            WHEN p.lower = 0 THEN 'nought'
            -- Rates of growth, mostly.
            WHEN p.lower < 0 OR n.lower < 0 THEN 'negative'
        END AS why,
        2019 IN (p.report_year, n.report_year) AND d.topic IN ('requests', 'remedies') AS mixed_law
    FROM series AS n
    JOIN series AS p
        ON p.issuer_id = n.issuer_id AND p.series_id = n.series_id AND p.report_year < n.report_year
        AND p.scope = n.scope AND p.applicant = n.applicant AND (n.scope <> 'part' OR p.scope_name = n.scope_name)
    JOIN series_definitions AS d ON d.series_id = n.series_id
),
-- Which breaks lie between two years does not depend on the applicant.
between_years AS (
    SELECT
        issuer_id, series_id, scope, part, from_year, to_year,
        string_agg(b.reason_zh, ' ' ORDER BY b.first_year) AS break_zh,
        string_agg(b.reason_en, ' ' ORDER BY b.first_year) AS break_en
    FROM (
        SELECT
            y.issuer_id, y.series_id, y.scope, y.part, y.from_year, y.to_year, b.reason_zh, b.reason_en,
            min(b.report_year) AS first_year
        FROM (SELECT DISTINCT issuer_id, series_id, scope, part, from_year, to_year FROM pairs) AS y
        JOIN series_breaks AS b
            ON b.issuer_id = y.issuer_id AND b.series_id = y.series_id
            AND b.scope = y.scope AND b.scope_name IS NOT DISTINCT FROM y.part
            AND b.report_year > y.from_year AND b.report_year <= y.to_year
        GROUP BY ALL
    ) AS b
    GROUP BY issuer_id, series_id, scope, part, from_year, to_year
),
grown AS (
    SELECT
        *,
        CASE WHEN why IS NULL AND lower = upper AND lower_before = upper_before
            THEN CAST(value AS DOUBLE) / CAST(value_before AS DOUBLE) - 1 END AS grown,
        CASE WHEN why IS NULL AND upper_before IS NOT NULL
            THEN CAST(lower AS DOUBLE) / CAST(upper_before AS DOUBLE) - 1 END AS grown_lower,
        CASE WHEN why IS NULL AND upper IS NOT NULL
            THEN CAST(upper AS DOUBLE) / CAST(lower_before AS DOUBLE) - 1 END AS grown_upper
    FROM pairs
)
SELECT
    g.issuer_id, g.issuer, g.series_id, g.from_year, g.to_year, g.scope, g.scope_name, g.applicant, g.value_before, g.value, g.unit,
    CASE WHEN b.break_en IS NULL THEN g.grown END AS growth,
    CASE WHEN b.break_en IS NULL THEN g.grown_lower END AS growth_lower,
    CASE WHEN b.break_en IS NULL THEN g.grown_upper END AS growth_upper,
    g.grade, g.status,
    coalesce(b.break_en, CASE why
        WHEN 'unit' THEN 'the units differ'
        WHEN 'open' THEN 'a figure has no lower bound'
        WHEN 'nought' THEN 'the earlier figure is nought'
        WHEN 'negative' THEN 'a figure is below nought'
    END) AS no_growth_because,
    coalesce(b.break_zh, CASE why
        WHEN 'unit' THEN '单位不同'
        WHEN 'open' THEN '有的数没有下限'
        WHEN 'nought' THEN '前一数为零'
        WHEN 'negative' THEN '有负数'
    END) AS no_growth_because_zh,
    g.grown AS growth_over_breaks, g.grown_lower AS growth_over_breaks_lower, g.grown_upper AS growth_over_breaks_upper,
    g.mixed_law
FROM grown AS g
LEFT JOIN between_years AS b
    ON b.issuer_id = g.issuer_id AND b.series_id = g.series_id AND b.scope = g.scope
    AND b.part IS NOT DISTINCT FROM g.part AND b.from_year = g.from_year AND b.to_year = g.to_year;
COMMENT ON VIEW series_changes IS 'Change of each series from any year to any later one; no growth is given over a break, see growth_between';
COMMENT ON COLUMN series_changes.issuer_id IS 'Issuer';
COMMENT ON COLUMN series_changes.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN series_changes.series_id IS 'Series';
COMMENT ON COLUMN series_changes.from_year IS 'Earlier year';
COMMENT ON COLUMN series_changes.to_year IS 'Later year';
COMMENT ON COLUMN series_changes.scope IS 'Whose figures, the same in both years';
COMMENT ON COLUMN series_changes.scope_name IS 'Whose figures, in the later report''s words';
COMMENT ON COLUMN series_changes.applicant IS 'Kind of applicant';
COMMENT ON COLUMN series_changes.value_before IS 'Value of the earlier year';
COMMENT ON COLUMN series_changes.value IS 'Value of the later year';
COMMENT ON COLUMN series_changes.unit IS 'Unit of both; of things counted in the prose the later report''s classifier';
COMMENT ON COLUMN series_changes.growth IS 'Relative change (0.1 is ten per cent more), where both values are exact';
COMMENT ON COLUMN series_changes.growth_lower IS 'Least relative change that the figures allow';
COMMENT ON COLUMN series_changes.growth_upper IS 'Greatest relative change that the figures allow';
COMMENT ON COLUMN series_changes.grade IS 'The weaker grade of both: E, N, P';
COMMENT ON COLUMN series_changes.status IS 'ok, or the worse of both values'' status';
COMMENT ON COLUMN series_changes.no_growth_because IS 'Why there is no growth figure: the reasons of the breaks between, or what is missing';
COMMENT ON COLUMN series_changes.no_growth_because_zh IS 'The same in Chinese';
COMMENT ON COLUMN series_changes.growth_over_breaks IS 'Growth whatever breaks lie between: only to be told together with no_growth_because';
COMMENT ON COLUMN series_changes.growth_over_breaks_lower IS 'Its least value that the figures allow';
COMMENT ON COLUMN series_changes.growth_over_breaks_upper IS 'Its greatest value that the figures allow';
COMMENT ON COLUMN series_changes.mixed_law IS 'True for requests and remedies where one of the years is 2019, which the old and the revised Regulations share';

CREATE VIEW series_growth AS
SELECT
    issuer_id, issuer, series_id, to_year AS report_year, scope, scope_name, applicant, value, value_before, unit,
    growth, growth_lower, growth_upper, status, no_growth_because, no_growth_because_zh, mixed_law
FROM series_changes
WHERE from_year = to_year - 1
UNION ALL BY NAME
-- The year before is there, but of another scope.
SELECT
    n.issuer_id, n.issuer, n.series_id, n.report_year, n.scope, any_value(n.scope_name) AS scope_name, n.applicant,
    any_value(n.value) AS value, any_value(n.unit) AS unit, any_value(n.status) AS status,
    'the scope of the year before is another: ' || string_agg(DISTINCT w.en, ', ' ORDER BY w.en) AS no_growth_because,
    '口径不同：上年为' || string_agg(DISTINCT w.zh, '、' ORDER BY w.zh) AS no_growth_because_zh,
    n.report_year IN (2019, 2020) AND any_value(d.topic) IN ('requests', 'remedies') AS mixed_law
FROM series AS n
JOIN series AS p
    ON p.issuer_id = n.issuer_id AND p.series_id = n.series_id AND p.applicant = n.applicant
    AND p.report_year = n.report_year - 1
JOIN series_definitions AS d ON d.series_id = n.series_id
JOIN (
    VALUES ('organ', '本机关', 'the body itself'), ('own_level', '本级政府及其部门', 'a government with its departments'),
        ('jurisdiction', '全辖区', 'with all below it'), ('unknown', '报告没有说明', 'not told')
) AS w (scope, zh, en) ON w.scope = p.scope
WHERE n.scope <> 'part'
GROUP BY n.issuer_id, n.issuer, n.series_id, n.report_year, n.scope, n.applicant
HAVING NOT bool_or(p.scope = n.scope);
COMMENT ON VIEW series_growth IS 'Change of each series to the year before; never over a break or from one scope to another';
COMMENT ON COLUMN series_growth.issuer_id IS 'Issuer';
COMMENT ON COLUMN series_growth.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN series_growth.series_id IS 'Series';
COMMENT ON COLUMN series_growth.report_year IS 'Year';
COMMENT ON COLUMN series_growth.scope IS 'Whose figures';
COMMENT ON COLUMN series_growth.scope_name IS 'Whose figures, in the report''s words';
COMMENT ON COLUMN series_growth.applicant IS 'Kind of applicant';
COMMENT ON COLUMN series_growth.value IS 'Value of the year';
COMMENT ON COLUMN series_growth.value_before IS 'Value of the year before';
COMMENT ON COLUMN series_growth.unit IS 'Unit of both';
COMMENT ON COLUMN series_growth.growth IS 'Relative change (0.1 is ten per cent more), where both values are exact';
COMMENT ON COLUMN series_growth.growth_lower IS 'Least relative change that the figures allow';
COMMENT ON COLUMN series_growth.growth_upper IS 'Greatest relative change that the figures allow';
COMMENT ON COLUMN series_growth.status IS 'ok, or the worse of both values'' status';
COMMENT ON COLUMN series_growth.no_growth_because IS 'Why there is no growth figure: the reason of the break, or what is missing';
COMMENT ON COLUMN series_growth.no_growth_because_zh IS 'The same in Chinese';
COMMENT ON COLUMN series_growth.mixed_law IS 'True for requests and remedies where one of the years is 2019, which the old and the revised Regulations share';
