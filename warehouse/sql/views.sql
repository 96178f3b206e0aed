-- What people query. The points are stored, sorted by issuer and series, so that a question reads little; the status of
-- their figures is looked up, since checks run later.

CREATE TABLE series_points AS
WITH placed AS (
    SELECT o.*, r.vintage
    FROM observations AS o
    JOIN reports AS r USING (report_id)
    -- A figure of the year before, or of before a reform, is evidence but no point of this year's.
    WHERE o.best_of_report AND (o.period = format('year:{}', o.report_year)
        OR o.period LIKE format('%{}-12-31', o.report_year)
        OR (o.period LIKE 'as_of:%-12-31' AND o.evidence_kind = 'cell'))
),
-- The text may give one thing twice, as what the year brought and as what stands at its end: the series is of one of
-- them. Where it still gives two figures, neither is a point: nobody but the issuer can say which is meant.
single AS (
    FROM placed WHERE evidence_kind = 'cell'
    UNION ALL BY NAME
    SELECT p.*
    FROM placed AS p
    JOIN indicators AS i USING (indicator_id)
    WHERE p.evidence_kind = 'mention'
        AND NOT coalesce(i.flow_or_stock IN ('flow', 'stock') AND (i.flow_or_stock = 'flow') <> (p.period LIKE 'year:%'), false)
    WINDOW of_thing AS (
        PARTITION BY p.report_id, p.indicator_id, p.applicant, p.scope, CASE WHEN p.scope = 'part' THEN p.scope_name END
        ORDER BY p.preferred DESC, p.period, p.evidence_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
    QUALIFY row_number() OVER of_thing = 1
        AND min((p.value, p.lower, p.upper)) OVER of_thing IS NOT DISTINCT FROM max((p.value, p.lower, p.upper)) OVER of_thing
),
summed AS (
    SELECT
        o.issuer_id, t.series_id, o.report_year, o.scope, o.scope_name, o.applicant, o.report_id,
        t.vintage AS origin, t.alternative, any_value(t.grade) AS grade, any_value(o.vintage) AS vintage,
        sum(t.sign * o.value) AS value,
        CASE WHEN bool_and(CASE WHEN t.sign > 0 THEN o.lower ELSE o.upper END IS NOT NULL)
            THEN sum(t.sign * CASE WHEN t.sign > 0 THEN o.lower ELSE o.upper END) END AS lower,
        CASE WHEN bool_and(CASE WHEN t.sign > 0 THEN o.upper ELSE o.lower END IS NOT NULL)
            THEN sum(t.sign * CASE WHEN t.sign > 0 THEN o.upper ELSE o.lower END) END AS upper,
        any_value(o.unit) AS unit,
        CASE WHEN count(DISTINCT o.printed_unit) = 1 THEN any_value(o.printed_unit) END AS printed_unit,
        CASE
            WHEN bool_or(o.status = 'superseded') THEN 'superseded'
            WHEN bool_or(o.status = 'disputed') THEN 'disputed'
            WHEN bool_or(o.status = 'ocr') THEN 'ocr'
            WHEN bool_or(o.status = 'inferred') THEN 'inferred'
            ELSE 'ok'
        END AS status,
        bool_and(o.preferred) AS preferred,
        any_value(o.source_kind) AS source_kind,
        list(o.evidence_id ORDER BY o.indicator_id) AS evidence,
        count(o.value) = count(*) AS valued
    FROM single AS o
    JOIN series_terms AS t USING (indicator_id)
    GROUP BY ALL
    HAVING count(*) = any_value(t.terms) AND count(DISTINCT o.unit) <= 1
)
SELECT
    s.issuer_id, i.issuer, s.series_id, s.report_year, s.scope, s.scope_name, s.applicant,
    CASE WHEN s.valued THEN s.value END AS value, s.lower, s.upper,
    -- Counts carry the series' classifier (件), whichever the figure came with; where the series has none, the printed
    -- one. Money keeps its own unit.
    CASE
        WHEN s.unit LIKE '%元' OR d.unit LIKE '%元' THEN s.unit
        WHEN d.unit = 'count' THEN coalesce(s.printed_unit, d.unit)
        ELSE coalesce(d.unit, s.unit)
    END AS unit,
    s.grade, s.status, s.vintage, s.evidence[1] AS evidence_id, s.evidence, s.report_id, s.source_kind,
    s.preferred AND row_number() OVER (
        PARTITION BY s.issuer_id, s.series_id, s.report_year, s.scope,
            CASE WHEN s.scope = 'part' THEN s.scope_name END, s.applicant
        ORDER BY NOT s.preferred, s.origin = 'prose', s.alternative, s.report_id
    ) = 1 AS current,
    row_number() OVER (
        PARTITION BY s.report_id, s.series_id, s.scope, CASE WHEN s.scope = 'part' THEN s.scope_name END, s.applicant
        ORDER BY s.origin = 'prose', s.alternative
    ) = 1 AS best_of_report
FROM summed AS s
JOIN series_definitions AS d USING (series_id)
LEFT JOIN issuers AS i USING (issuer_id)
ORDER BY s.issuer_id, s.series_id, s.report_year, s.scope, s.scope_name, s.applicant, s.report_id, s.origin, s.alternative;

CREATE VIEW series_versions AS
WITH doubted AS (
    SELECT evidence_id, report_id FROM observations WHERE status = 'disputed'
),
disputed AS (
    SELECT DISTINCT report_id, series_id, scope, scope_name, applicant
    FROM (
        SELECT report_id, series_id, scope, scope_name, applicant, unnest(evidence) AS evidence_id
        FROM series_points
        WHERE report_id IN (SELECT report_id FROM doubted)
    )
    WHERE evidence_id IN (SELECT evidence_id FROM doubted)
)
SELECT
    p.* REPLACE (CASE WHEN d.report_id IS NOT NULL AND p.status <> 'superseded' THEN 'disputed' ELSE p.status END AS status)
FROM series_points AS p
LEFT JOIN disputed AS d
    ON d.report_id = p.report_id AND d.series_id = p.series_id AND d.applicant = p.applicant AND d.scope = p.scope
    AND d.scope_name IS NOT DISTINCT FROM p.scope_name;

CREATE VIEW series AS
SELECT
    issuer_id, issuer, series_id, report_year, scope, applicant, value, lower, upper, unit, grade, status, vintage,
    evidence_id, evidence, scope_name
FROM series_versions
WHERE current;

COMMENT ON TABLE series_points IS 'The stored points of series_versions, with the status they had before the checks: ask series';
COMMENT ON COLUMN series_points.issuer_id IS 'Issuer';
COMMENT ON COLUMN series_points.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN series_points.series_id IS 'Series, as in series_definitions';
COMMENT ON COLUMN series_points.report_year IS 'Year';
COMMENT ON COLUMN series_points.scope IS 'Whose figures: organ, own_level, jurisdiction, part, unknown';
COMMENT ON COLUMN series_points.applicant IS 'Kind of applicant: np, biz, sci, npo, law, org_other, or total';
COMMENT ON COLUMN series_points.value IS 'Value; NULL where only bounds are known';
COMMENT ON COLUMN series_points.lower IS 'Least value that the sources allow, itself included; NULL where open';
COMMENT ON COLUMN series_points.upper IS 'End of what the sources allow: equal to value where exact, else not itself included (200多万 is [2000000, 3000000)); NULL where open';
COMMENT ON COLUMN series_points.unit IS 'Unit; of things counted in the prose the classifier as printed (次, 场), which another year may print otherwise';
COMMENT ON COLUMN series_points.grade IS 'E same definition over the vintages, N near, P proxy by combination';
COMMENT ON COLUMN series_points.status IS 'ok, inferred, ocr (recognised on a scan) or superseded, as it was before the checks';
COMMENT ON COLUMN series_points.vintage IS 'Official form of the report: A, B, C, D';
COMMENT ON COLUMN series_points.evidence_id IS 'Cell or mention that it rests on; the first where there are several';
COMMENT ON COLUMN series_points.evidence IS 'All cells and mentions that it rests on';
COMMENT ON COLUMN series_points.scope_name IS 'Whose figures, in the report''s words';
COMMENT ON COLUMN series_points.report_id IS 'Report that says so';
COMMENT ON COLUMN series_points.source_kind IS 'report, report_tables_missing, news_about_report';
COMMENT ON COLUMN series_points.current IS 'True for the one point to use';
COMMENT ON COLUMN series_points.best_of_report IS 'True for the one point to use of its report, whatever other reports say';

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
COMMENT ON COLUMN series_versions.status IS 'ok, disputed (a check of the report failed on it), inferred, ocr (recognised on a scan), superseded';
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
COMMENT ON COLUMN series.status IS 'ok, disputed (a check of the report failed on it), inferred, ocr (recognised on a scan), superseded';
COMMENT ON COLUMN series.vintage IS 'Official form of the report: A, B, C, D';
COMMENT ON COLUMN series.evidence_id IS 'Cell or mention that it rests on; the first where there are several';
COMMENT ON COLUMN series.evidence IS 'All cells and mentions that it rests on';
COMMENT ON COLUMN series.scope_name IS 'Whose figures, in the report''s words';
