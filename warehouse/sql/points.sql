-- The points of the series, of one range of issuers (variables first_issuer and last_issuer). They are stored, sorted by issuer and
-- series, so that a question reads little; the status of their figures is looked up in series_versions, since checks run
-- later.

INSERT INTO series_points BY NAME
WITH placed AS (
    SELECT o.*, r.vintage
    FROM observations AS o
    JOIN reports AS r USING (report_id)
    -- A figure of the year before, or of before a reform, is evidence but no point of this year's.
    WHERE o.best_of_report AND (o.period = 'year:' || o.report_year
        OR ends_with(o.period, o.report_year || '-12-31')
        OR (o.period LIKE 'as_of:%-12-31' AND o.evidence_kind = 'cell'))
        AND o.issuer_id BETWEEN getvariable('first_issuer') AND getvariable('last_issuer')
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
told AS (
    SELECT
        o.issuer_id, t.series_id, o.report_year, o.scope, o.scope_name, o.applicant, o.report_id,
        t.vintage AS origin, t.alternative, t.grade, o.vintage, t.sign * o.value AS value,
        t.sign * CASE WHEN t.sign > 0 THEN o.lower ELSE o.upper END AS lower,
        t.sign * CASE WHEN t.sign > 0 THEN o.upper ELSE o.lower END AS upper,
        o.unit, o.printed_unit, o.status, o.preferred, o.source_kind, o.indicator_id, o.evidence_id, t.terms
    FROM single AS o
    JOIN series_terms AS t USING (indicator_id)
),
-- Of one figure, as most are, nothing has to be put together; told twice, it is no point.
twice AS (
    SELECT report_id, indicator_id, applicant, scope, scope_name
    FROM single
    GROUP BY report_id, indicator_id, applicant, scope, scope_name
    HAVING count(*) > 1
),
alone AS (
    SELECT t.* EXCLUDE (indicator_id, evidence_id, terms), [evidence_id] AS evidence, value IS NOT NULL AS valued
    FROM told AS t
    ANTI JOIN twice AS w
        ON w.report_id = t.report_id AND w.indicator_id = t.indicator_id AND w.applicant = t.applicant
        AND w.scope IS NOT DISTINCT FROM t.scope AND w.scope_name IS NOT DISTINCT FROM t.scope_name
    WHERE t.terms = 1
),
summed AS (
    SELECT
        issuer_id, series_id, report_year, scope, scope_name, applicant, report_id, origin, alternative,
        any_value(grade) AS grade, any_value(vintage) AS vintage, sum(value) AS value,
        CASE WHEN count(lower) = count(*) THEN sum(lower) END AS lower,
        CASE WHEN count(upper) = count(*) THEN sum(upper) END AS upper,
        any_value(unit) AS unit,
        CASE WHEN count(DISTINCT printed_unit) = 1 THEN any_value(printed_unit) END AS printed_unit,
        CASE
            WHEN bool_or(status = 'superseded') THEN 'superseded'
            WHEN bool_or(status = 'disputed') THEN 'disputed'
            WHEN bool_or(status = 'ocr') THEN 'ocr'
            WHEN bool_or(status = 'inferred') THEN 'inferred'
            ELSE 'ok'
        END AS status,
        bool_and(preferred) AS preferred,
        any_value(source_kind) AS source_kind,
        -- Sorted as a list: an aggregate that sorts keeps room for each group.
        list_transform(list_sort(list({indicator: indicator_id, evidence: evidence_id})), lambda term: term.evidence) AS evidence,
        count(value) = count(*) AS valued
    FROM told
    WHERE terms > 1
    GROUP BY issuer_id, series_id, report_year, scope, scope_name, applicant, report_id, origin, alternative
    HAVING count(*) = any_value(terms) AND count(DISTINCT unit) <= 1
),
found AS MATERIALIZED (
    SELECT *, CASE WHEN scope = 'part' THEN scope_name END AS part
    FROM (FROM alone UNION ALL BY NAME FROM summed)
),
-- Most points are told once, and stand for themselves.
again AS (
    SELECT issuer_id, series_id, report_year, scope, part, applicant
    FROM found
    GROUP BY issuer_id, series_id, report_year, scope, part, applicant
    HAVING count(*) > 1
),
ranked AS (
    SELECT f.*, true AS first, true AS first_of_report
    FROM found AS f
    ANTI JOIN again AS a
        ON a.issuer_id = f.issuer_id AND a.series_id = f.series_id AND a.report_year = f.report_year
        AND a.scope IS NOT DISTINCT FROM f.scope AND a.part IS NOT DISTINCT FROM f.part AND a.applicant IS NOT DISTINCT FROM f.applicant
    UNION ALL BY NAME
    SELECT
        f.*,
        row_number() OVER (
            PARTITION BY f.issuer_id, f.series_id, f.report_year, f.scope, f.part, f.applicant
            ORDER BY NOT f.preferred, f.origin = 'prose', f.alternative, f.report_id
        ) = 1 AS first,
        row_number() OVER (
            PARTITION BY f.report_id, f.series_id, f.scope, f.part, f.applicant ORDER BY f.origin = 'prose', f.alternative
        ) = 1 AS first_of_report
    FROM found AS f
    SEMI JOIN again AS a
        ON a.issuer_id = f.issuer_id AND a.series_id = f.series_id AND a.report_year = f.report_year
        AND a.scope IS NOT DISTINCT FROM f.scope AND a.part IS NOT DISTINCT FROM f.part AND a.applicant IS NOT DISTINCT FROM f.applicant
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
    s.preferred AND s.first AS current, s.first_of_report AS best_of_report
FROM ranked AS s
JOIN series_definitions AS d USING (series_id)
LEFT JOIN issuers AS i USING (issuer_id)
ORDER BY s.issuer_id, s.series_id, s.report_year, s.scope, s.scope_name, s.applicant, s.report_id, s.origin, s.alternative;
