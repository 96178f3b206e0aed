-- What people query.

CREATE VIEW series_versions AS
WITH placed AS (
    SELECT o.*, r.vintage
    FROM observations AS o
    JOIN reports AS r USING (report_id)
    -- A figure of the year before, or of before a reform, is evidence but no point of this year's.
    WHERE (o.period = format('year:{}', o.report_year)
        OR o.period LIKE format('%{}-12-31', o.report_year)
        OR (o.period LIKE 'as_of:%-12-31' AND o.evidence_kind = 'cell'))
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
        CASE
            WHEN bool_or(o.status = 'superseded') THEN 'superseded'
            WHEN bool_or(o.status = 'disputed') THEN 'disputed'
            WHEN bool_or(o.status = 'inferred') THEN 'inferred'
            ELSE 'ok'
        END AS status,
        bool_and(o.preferred) AS preferred,
        list(o.evidence_id ORDER BY o.indicator_id) AS evidence,
        count(o.value) = count(*) AS valued
    FROM placed AS o
    JOIN series_terms AS t USING (indicator_id)
    WHERE o.preferred OR o.status = 'superseded'
    GROUP BY ALL
    HAVING count(*) = any_value(t.terms) AND count(DISTINCT o.unit) <= 1
)
SELECT
    s.issuer_id, i.issuer, s.series_id, s.report_year, s.scope, s.scope_name, s.applicant,
    CASE WHEN s.valued THEN s.value END AS value, s.lower, s.upper, s.unit,
    s.grade, s.status, s.vintage, s.evidence[1] AS evidence_id, s.evidence, s.report_id,
    s.status <> 'superseded' AND row_number() OVER (
        PARTITION BY s.issuer_id, s.series_id, s.report_year, s.scope,
            CASE WHEN s.scope = 'part' THEN s.scope_name END, s.applicant
        ORDER BY s.status = 'superseded', s.origin = 'prose', s.alternative, s.report_id
    ) = 1 AS current
FROM summed AS s
LEFT JOIN issuers AS i USING (issuer_id);

CREATE VIEW series AS
SELECT
    issuer_id, issuer, series_id, report_year, scope, applicant, value, lower, upper, unit, grade, status, vintage,
    evidence_id, evidence, scope_name
FROM series_versions
WHERE current;
