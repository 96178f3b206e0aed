-- For people who write SQL: FROM series_of('requests_received', '深圳市').

-- The points of a series for an issuer, by its id, name or short name (a district also without its city: 洪泽区), with the
-- breaks where they fall.
CREATE MACRO series_of(series, issuer_name) AS TABLE
SELECT
    s.issuer, s.series_id, s.report_year, s.scope, s.scope_name, s.value, s.lower, s.upper, s.unit, s.grade, s.status,
    s.vintage, s.evidence_id, b.reason_zh AS break_zh, b.reason_en AS break_en
FROM series AS s
JOIN issuers AS i USING (issuer_id)
LEFT JOIN series_breaks AS b
    ON b.issuer_id = s.issuer_id AND b.series_id = s.series_id AND b.report_year = s.report_year AND b.scope = s.scope
    AND (s.scope <> 'part' OR b.scope_name = s.scope_name)
WHERE s.series_id = series AND s.applicant = 'total' AND (
    issuer_name IN (i.issuer_id, i.issuer, i.short_name)
    OR right(issuer_name, 1) IN ('市', '区', '县', '旗') AND ends_with(i.short_name, issuer_name)
        AND substr(i.short_name, length(i.short_name) - length(issuer_name), 1) IN ('省', '市', '州', '盟', '区')
)
ORDER BY s.issuer, s.scope, CASE WHEN s.scope = 'part' THEN s.scope_name END, s.report_year;

-- All issuers in one year.
CREATE MACRO compare(series, year) AS TABLE
SELECT issuer, scope, value, lower, upper, unit, grade, status, vintage, evidence_id
FROM series
WHERE series_id = series AND report_year = year AND applicant = 'total'
ORDER BY value DESC NULLS LAST, issuer, scope;

-- The change of a series between two years, of every issuer that has both.
CREATE MACRO growth_between(series, from_report_year, to_report_year) AS TABLE
SELECT
    issuer, scope, scope_name, value_before, value, unit, growth, growth_lower, growth_upper, grade, status,
    no_growth_because, no_growth_because_zh, growth_over_breaks
FROM series_changes
WHERE series_id = series AND applicant = 'total' AND from_year = from_report_year AND to_year = to_report_year
ORDER BY growth DESC NULLS LAST, growth_over_breaks DESC NULLS LAST, issuer, scope, scope_name;

-- Whether two series or indicators may be compared, and if not, why.
CREATE MACRO why_not(one, other) AS TABLE
SELECT series_id, other_id, relation, kinds, report_year, reason_zh, reason_en
FROM breaks
WHERE series_id = one AND other_id = other;

-- Where a value comes from: the file, the place in it, the words around it.
CREATE MACRO where_from(id) AS TABLE
WITH wanted AS (
    SELECT coalesce((SELECT evidence_id FROM observations WHERE observation_id = id), id) AS evidence_id
),
places AS (
    SELECT cell_id AS evidence_id, report_id, raw_text AS printed, span_start, span_end, table_no, row_no, column_no, page_no
    FROM cells
    WHERE cell_id IN (FROM wanted)
    UNION ALL
    SELECT mention_id, report_id, surface, span_start, span_end, NULL, NULL, NULL, NULL
    FROM mentions
    WHERE mention_id IN (FROM wanted)
)
SELECT
    p.evidence_id, p.printed, r.issuer, r.report_year, r.file, r.sha256, p.table_no, p.row_no, p.column_no, p.page_no,
    p.span_start, p.span_end,
    substr(t.text, greatest(p.span_start - 30, 0) + 1, p.span_start - greatest(p.span_start - 30, 0)) AS before,
    substr(t.text, p.span_start + 1, p.span_end - p.span_start) AS words,
    substr(t.text, p.span_end + 1, 30) AS after
FROM places AS p
JOIN reports AS r USING (report_id)
LEFT JOIN texts AS t USING (report_id);

-- The series as they were known on a day: of the versions of a report that had been published by then (retrieved, where
-- no day is printed) the latest.
CREATE MACRO series_as_of(day) AS TABLE
WITH known AS (
    SELECT
        v.*, r.retrieved_at, coalesce(r.published_on, CAST(r.retrieved_at AS DATE)) AS said_on, r.superseded_by,
        r.published_on IS NULL AS undated,
        CASE v.source_kind WHEN 'report' THEN 1 WHEN 'report_tables_missing' THEN 2 ELSE 3 END AS standing
    FROM series_versions AS v
    JOIN reports AS r USING (report_id)
    WHERE v.best_of_report AND coalesce(r.published_on, CAST(r.retrieved_at AS DATE)) <= CAST(day AS DATE)
),
-- Of the versions of one report the latest speaks, a full one before one without tables, one that prints its day before
-- one that does not; what a news item says counts where no report speaks.
speaking AS (
    SELECT report_id
    FROM (
        SELECT DISTINCT coalesce(superseded_by, report_id) AS of_report, report_id, standing, undated, said_on, retrieved_at
        FROM known WHERE standing < 3
    )
    QUALIFY row_number() OVER (
        PARTITION BY of_report ORDER BY standing, undated, said_on DESC, retrieved_at DESC, report_id
    ) = 1
),
said AS (
    SELECT
        *,
        -- Reports of one standing that are no versions of each other, and differ: under a name that several bodies bear.
        min((value, lower, upper)) OVER alike IS DISTINCT FROM max((value, lower, upper)) OVER alike AS contradicted
    FROM known
    WHERE standing = 3 OR report_id IN (FROM speaking)
    WINDOW alike AS (
        PARTITION BY issuer_id, series_id, report_year, scope, CASE WHEN scope = 'part' THEN scope_name END, applicant,
            standing = 3
    )
)
SELECT
    issuer_id, issuer, series_id, report_year, scope, applicant, value, lower, upper, unit, grade,
    status, vintage, evidence_id, evidence, scope_name, report_id, said_on
FROM said
WHERE standing = 3 OR NOT contradicted
QUALIFY row_number() OVER (
    PARTITION BY issuer_id, series_id, report_year, scope, CASE WHEN scope = 'part' THEN scope_name END, applicant
    ORDER BY standing, undated, said_on DESC, retrieved_at DESC, report_id
) = 1;

COMMENT ON MACRO TABLE series_of IS 'The points of a series for an issuer, by name, short name or id (a district also without its city: 洪泽区, which may be several), with its breaks: FROM series_of(''requests_received'', ''宿迁市'')';
COMMENT ON MACRO TABLE compare IS 'All issuers in one year, one series; mind the scope: FROM compare(''requests_received'', 2024)';
COMMENT ON MACRO TABLE growth_between IS 'The change of a series between any two years, of every issuer that has both; no growth over a break, unless growth_over_breaks is asked for by name: FROM growth_between(''requests_received'', 2015, 2018)';
COMMENT ON MACRO TABLE why_not IS 'Why two series or indicators are never joined; no row where nothing is known against it: FROM why_not(''press_conferences_held'', ''press_conferences_covid'')';
COMMENT ON MACRO TABLE where_from IS 'The file, the place in it and the words that a value comes from, by the id of an observation, cell or mention: FROM where_from(''…'')';
COMMENT ON MACRO TABLE series_as_of IS 'The series as they were known on a day; a status superseded means that a later version has come since: FROM series_as_of(DATE ''2024-06-30'')';
