-- Breaks and growth of series.

-- The breaks within a series where they fall for an issuer: a change of law or definition in its year, a change of form
-- in the year in which the issuer changed to it.
CREATE VIEW series_breaks AS
WITH points AS (
    SELECT DISTINCT
        issuer_id, series_id, report_year, vintage,
        lag(vintage) OVER (PARTITION BY issuer_id, series_id ORDER BY report_year) AS vintage_before,
        lag(report_year) OVER (PARTITION BY issuer_id, series_id ORDER BY report_year) AS year_before
    FROM (SELECT DISTINCT issuer_id, series_id, report_year, vintage FROM series)
)
SELECT
    p.issuer_id, p.series_id, p.report_year, p.year_before,
    list(b.kinds[1] ORDER BY b.reason_en) AS kinds,
    string_agg(b.reason_zh, ' ' ORDER BY b.reason_en) AS reason_zh,
    string_agg(b.reason_en, ' ' ORDER BY b.reason_en) AS reason_en
FROM points AS p
JOIN breaks AS b ON b.series_id = p.series_id AND b.relation = 'break'
WHERE p.year_before IS NOT NULL AND CASE
    WHEN b.vintage IS NULL THEN b.report_year > p.year_before AND b.report_year <= p.report_year
    -- The form after the break, or a later one, where the one before was earlier than it.
    ELSE p.vintage_before < b.vintage AND p.vintage >= b.vintage
END
GROUP BY p.issuer_id, p.series_id, p.report_year, p.year_before;
COMMENT ON VIEW series_breaks IS 'The breaks of each issuer''s series, in the year in which they fall for it';
COMMENT ON COLUMN series_breaks.issuer_id IS 'Issuer';
COMMENT ON COLUMN series_breaks.series_id IS 'Series';
COMMENT ON COLUMN series_breaks.report_year IS 'First year after the break that there is a figure for';
COMMENT ON COLUMN series_breaks.year_before IS 'Last year before the break that there is a figure for';
COMMENT ON COLUMN series_breaks.kinds IS 'form, law, scope, definition, ...';
COMMENT ON COLUMN series_breaks.reason_zh IS 'The reasons, in Chinese';
COMMENT ON COLUMN series_breaks.reason_en IS 'The reasons, in English';

-- Change from any year to any later one: as an interval where figures are approximate; NULL with the reason where a break
-- lies between them; where a figure is disputed or inferred it says so.
CREATE VIEW series_changes AS
WITH pairs AS (
    SELECT
        n.issuer_id, n.issuer, n.series_id, p.report_year AS from_year, n.report_year AS to_year,
        n.scope, n.scope_name, n.applicant, n.unit,
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
        END AS why
    FROM series AS n
    JOIN series AS p
        ON p.issuer_id = n.issuer_id AND p.series_id = n.series_id AND p.report_year < n.report_year
        AND p.scope = n.scope AND p.applicant = n.applicant AND (n.scope <> 'part' OR p.scope_name = n.scope_name)
    JOIN series_definitions AS d ON d.series_id = n.series_id
),
-- Which breaks lie between two years does not depend on scope and applicant.
between_years AS (
    SELECT
        y.issuer_id, y.series_id, y.from_year, y.to_year,
        string_agg(b.reason_zh, ' ' ORDER BY b.report_year) AS break_zh,
        string_agg(b.reason_en, ' ' ORDER BY b.report_year) AS break_en
    FROM (SELECT DISTINCT issuer_id, series_id, from_year, to_year FROM pairs) AS y
    JOIN series_breaks AS b
        ON b.issuer_id = y.issuer_id AND b.series_id = y.series_id
        AND b.report_year > y.from_year AND b.report_year <= y.to_year
    GROUP BY y.issuer_id, y.series_id, y.from_year, y.to_year
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
    issuer_id, g.issuer, series_id, from_year, to_year, g.scope, g.scope_name, g.applicant, g.value_before, g.value, g.unit,
    CASE WHEN b.break_en IS NULL THEN g.grown END AS growth,
    CASE WHEN b.break_en IS NULL THEN g.grown_lower END AS growth_lower,
    CASE WHEN b.break_en IS NULL THEN g.grown_upper END AS growth_upper,
    g.grade, g.status,
    coalesce(b.break_en, CASE why
        WHEN 'unit' THEN 'the units differ'
        WHEN 'open' THEN 'a figure has no lower bound'
        WHEN 'nought' THEN 'the earlier figure is nought'
    END) AS no_growth_because,
    coalesce(b.break_zh, CASE why
        WHEN 'unit' THEN '单位不同'
        WHEN 'open' THEN '有的数没有下限'
        WHEN 'nought' THEN '前一数为零'
    END) AS no_growth_because_zh,
    g.grown AS growth_over_breaks, g.grown_lower AS growth_over_breaks_lower, g.grown_upper AS growth_over_breaks_upper
FROM grown AS g
LEFT JOIN between_years AS b USING (issuer_id, series_id, from_year, to_year);
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

CREATE VIEW series_growth AS
SELECT
    issuer_id, issuer, series_id, to_year AS report_year, scope, scope_name, applicant, value, value_before, unit,
    growth, growth_lower, growth_upper, status, no_growth_because
FROM series_changes
WHERE from_year = to_year - 1;
COMMENT ON VIEW series_growth IS 'Change of each series to the year before; never over a break';
COMMENT ON COLUMN series_growth.issuer_id IS 'Issuer';
COMMENT ON COLUMN series_growth.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN series_growth.series_id IS 'Series';
COMMENT ON COLUMN series_growth.report_year IS 'Year';
COMMENT ON COLUMN series_growth.scope IS 'Whose figures, the same in both years';
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
