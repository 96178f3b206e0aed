-- The openness of an issuer's year: a profile of components, none weighted. Weights are the reader's: openness_index.

-- From how many peers on a rank means anything.
CREATE MACRO minimum_peers() AS 10;
COMMENT ON MACRO minimum_peers IS 'From how many issuers of the same level, scope and year on they are ranked: minimum_peers()';

CREATE VIEW openness AS
WITH in_force AS (
    SELECT r.*, i.level
    FROM reports AS r
    JOIN issuers AS i USING (issuer_id)
    WHERE r.superseded_by IS NULL AND r.source_kind <> 'news_about_report' AND r.report_year IS NOT NULL
    -- Under a name that several bodies bear there may be more: a profile of two bodies is none.
    QUALIFY count(*) OVER (PARTITION BY r.issuer_id, r.report_year, r.scope) = 1
),
timely AS (
    SELECT
        r.report_id, 'published_in_time' AS component, CAST(NOT c.late AS INTEGER) AS value,
        CAST(NULL AS BIGINT) AS numerator, CAST(NULL AS BIGINT) AS denominator,
        CASE WHEN c.late IS NULL THEN '未印发布日期' END AS reason_zh,
        CASE WHEN c.late IS NULL THEN 'no day of publication is printed' END AS reason_en
    FROM in_force AS r
    JOIN coverage AS c USING (issuer_id, report_year)
),
parts AS (
    SELECT
        r.report_id, 'parts_there' AS component,
        CASE WHEN r.vintage IN ('C', 'D') THEN count(DISTINCT s.section) / 6 END AS value,
        count(DISTINCT s.section) AS numerator, CASE WHEN r.vintage IN ('C', 'D') THEN 6 END AS denominator,
        CASE WHEN r.vintage NOT IN ('C', 'D') OR r.vintage IS NULL THEN '2019年以前无统一的六部分格式' END AS reason_zh,
        CASE WHEN r.vintage NOT IN ('C', 'D') OR r.vintage IS NULL
            THEN 'six parts are prescribed by the forms since 2019 alone' END AS reason_en
    FROM in_force AS r
    LEFT JOIN sections AS s
        ON s.report_id = r.report_id
        AND s.section IN ('overview', 'proactive', 'requests', 'remedies', 'problems', 'other')
    GROUP BY r.report_id, r.vintage
),
filled AS (
    SELECT
        r.report_id, 'cells_filled' AS component,
        count(c.value) / nullif(count(c.cell_id), 0) AS value,
        count(c.value) AS numerator, count(c.cell_id) AS denominator,
        CASE WHEN count(c.cell_id) = 0 THEN '没有读到统计表' END AS reason_zh,
        CASE WHEN count(c.cell_id) = 0 THEN 'no statutory table was read' END AS reason_en
    FROM in_force AS r
    LEFT JOIN cells AS c USING (report_id)
    GROUP BY r.report_id
),
-- The sums that the form contains and whose total stands in the report; what did not hold or could not be assessed is
-- among the findings.
sums AS (
    SELECT r.report_id, count(DISTINCT t.identity_id) AS there
    FROM in_force AS r
    JOIN (SELECT DISTINCT form_id, vintage, family FROM form_cells) AS f
        ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family
    JOIN identity_terms AS t ON t.form_id = f.form_id AND t.side = 'left'
    JOIN cells AS c ON c.report_id = r.report_id AND c.code = t.code AND c.cell_state <> 'absent_row'
    GROUP BY r.report_id
),
against AS (
    SELECT
        report_id,
        count(*) FILTER (outcome = 'fail') AS failed, count(*) FILTER (outcome = 'not_assessable') AS not_assessable
    FROM findings
    WHERE check_id IN (SELECT check_id FROM identity_terms)
    GROUP BY report_id
),
consistent AS (
    SELECT
        r.report_id, 'sums_hold' AS component,
        greatest(evaluated - failed, 0) / nullif(greatest(evaluated, 0), 0) AS value,
        evaluated - failed AS numerator, evaluated AS denominator,
        CASE WHEN evaluated <= 0 THEN '没有可核对的勾稽关系' END AS reason_zh,
        CASE WHEN evaluated <= 0 THEN 'no sum of the form could be checked' END AS reason_en
    FROM (
        SELECT
            f.report_id, coalesce(a.failed, 0) AS failed,
            CASE WHEN (SELECT count(*) FROM check_runs) = 0 THEN 0
                ELSE coalesce(s.there, 0) - coalesce(a.not_assessable, 0) END AS evaluated
        FROM in_force AS f
        LEFT JOIN sums AS s USING (report_id)
        LEFT JOIN against AS a USING (report_id)
    ) AS r
),
of_reports AS (
    SELECT
        r.issuer_id, r.issuer, r.report_year, r.scope, m.component, m.value, m.numerator, m.denominator,
        'ok' AS status, m.reason_zh, m.reason_en, []::VARCHAR[] AS evidence
    FROM (
        FROM timely UNION ALL BY NAME FROM parts UNION ALL BY NAME FROM filled UNION ALL BY NAME FROM consistent
    ) AS m
    JOIN in_force AS r USING (report_id)
),
of_ratios AS (
    SELECT
        r.issuer_id, r.issuer, r.report_year, r.scope, c.component, r.value, r.numerator, r.denominator,
        r.status, r.reason_zh, r.reason_en, r.evidence
    FROM ratios AS r
    JOIN openness_components AS c ON c.origin = 'ratio' AND c.source_id = r.ratio_id
    WHERE r.scope <> 'part'
),
of_series AS (
    SELECT
        s.issuer_id, s.issuer, s.report_year, s.scope, c.component, CAST(s.lower AS DOUBLE) AS value,
        s.value AS numerator, NULL AS denominator, s.status,
        CASE WHEN s.lower IS NULL THEN '没有下限' END AS reason_zh,
        CASE WHEN s.lower IS NULL THEN 'the figure has no lower bound' END AS reason_en, s.evidence
    FROM series AS s
    JOIN openness_components AS c ON c.origin = 'series' AND c.source_id = s.series_id
    WHERE s.applicant = 'total' AND s.scope <> 'part'
),
gathered AS (
    SELECT
        issuer_id, issuer, report_year, scope, component, CAST(value AS DOUBLE) AS value,
        CAST(numerator AS DOUBLE) AS numerator, CAST(denominator AS DOUBLE) AS denominator,
        status, reason_zh, reason_en, evidence
    FROM (FROM of_reports UNION ALL BY NAME FROM of_ratios UNION ALL BY NAME FROM of_series)
),
directed AS (
    SELECT
        g.*, i.level, c.dimension, c.name_zh, c.name_en, c.better, c.position,
        CASE c.better WHEN 'low' THEN 1 - g.value WHEN 'high' THEN g.value END AS plain_score,
        CASE c.better WHEN 'low' THEN -g.value ELSE g.value END AS upwards
    FROM gathered AS g
    JOIN openness_components AS c USING (component)
    JOIN issuers AS i USING (issuer_id)
),
ranked AS (
    SELECT
        *,
        count(upwards) OVER peers AS peers,
        -- Who does not say whose figures they are is no peer of anybody.
        count(upwards) OVER peers >= minimum_peers() AND scope <> 'unknown' AS comparable,
        (rank() OVER (peers ORDER BY upwards NULLS LAST) - 1) / nullif(count(upwards) OVER peers - 1, 0) AS rank_among_peers
    FROM directed
    WINDOW peers AS (PARTITION BY component, report_year, level, scope)
)
SELECT
    issuer_id, issuer, level, report_year, scope, dimension, component, name_zh, name_en, value, numerator, denominator,
    better, peers,
    CASE WHEN comparable AND upwards IS NOT NULL THEN rank_among_peers END AS percentile,
    CASE WHEN better = 'more' THEN CASE WHEN comparable AND upwards IS NOT NULL THEN rank_among_peers END
        ELSE plain_score END AS score,
    status,
    report_year = 2019 AS mixed_law,
    coalesce(reason_zh, CASE WHEN better = 'more' AND NOT comparable
        THEN CASE WHEN scope = 'unknown' THEN '报告未说明口径，不排位' ELSE '可比机构太少，不排位' END END) AS reason_zh,
    coalesce(reason_en, CASE WHEN better = 'more' AND NOT comparable
        THEN CASE WHEN scope = 'unknown' THEN 'the report does not say whose figures it gives: not ranked'
            ELSE 'too few peers to be ranked among' END END) AS reason_en,
    evidence
FROM ranked;
COMMENT ON VIEW openness IS 'The profile of an issuer''s year in six dimensions, component by component; nothing is weighted: see openness_index';
COMMENT ON COLUMN openness.issuer_id IS 'Issuer';
COMMENT ON COLUMN openness.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN openness.level IS 'Level of the issuer: state, province, prefecture, county, township, department, special_zone';
COMMENT ON COLUMN openness.report_year IS 'Year';
COMMENT ON COLUMN openness.scope IS 'Whose figures: organ, own_level, jurisdiction, unknown';
COMMENT ON COLUMN openness.dimension IS 'disclosure, timeliness, completeness, consistency, remedies, data_and_response';
COMMENT ON COLUMN openness.component IS 'Component, as in openness_components';
COMMENT ON COLUMN openness.name_zh IS 'Name of the component in Chinese';
COMMENT ON COLUMN openness.name_en IS 'Name of the component in English';
COMMENT ON COLUMN openness.value IS 'The share or number itself; of an approximate number the least it can be';
COMMENT ON COLUMN openness.numerator IS 'What the share is made of: its numerator';
COMMENT ON COLUMN openness.denominator IS 'What the share is made of: its denominator';
COMMENT ON COLUMN openness.better IS 'high, low, or more (a number without a ceiling)';
COMMENT ON COLUMN openness.peers IS 'Issuers of the same level, scope and year that have the component, this one included';
COMMENT ON COLUMN openness.percentile IS 'Share of the other peers that are less open in it, from 0 to 1; NULL where there are fewer than minimum_peers(), or the scope is unknown';
COMMENT ON COLUMN openness.score IS 'From 0 to 1, higher is more open: the share itself, 1 less the share, or the percentile for numbers without a ceiling';
COMMENT ON COLUMN openness.status IS 'ok, inferred, ocr, disputed';
COMMENT ON COLUMN openness.mixed_law IS 'True for 2019, which the old and the revised Regulations share';
COMMENT ON COLUMN openness.reason_zh IS 'Why there is no value or score, in Chinese';
COMMENT ON COLUMN openness.reason_en IS 'Why there is no value or score, in English';
COMMENT ON COLUMN openness.evidence IS 'All cells and mentions that it rests on';

-- Weighted by the reader: FROM openness_index(MAP {'disclosed': 2, 'closed': 1}). No index where a component is missing.
CREATE MACRO openness_index(weights) AS TABLE
WITH wanted AS (
    SELECT
        CASE WHEN entry.key IN (SELECT component FROM openness_components) THEN entry.key
            ELSE error('openness_index: no component is named ' || entry.key) END AS component,
        CASE WHEN entry.value >= 0 THEN CAST(entry.value AS DOUBLE)
            ELSE error('openness_index: the weight of ' || entry.key || ' is negative') END AS weight
    FROM (SELECT unnest(map_entries(weights)) AS entry)
),
years AS (
    SELECT DISTINCT issuer_id, issuer, level, report_year, scope, mixed_law FROM openness
),
weighed AS (
    SELECT
        y.issuer_id, y.issuer, y.level, y.report_year, y.scope, y.mixed_law,
        CASE WHEN count(o.score) = count(*) THEN sum(w.weight * o.score) / nullif(sum(w.weight), 0) END AS openness_index,
        list(w.component ORDER BY w.component) FILTER (o.score IS NULL) AS missing,
        list(struct_pack(component := w.component, weight := w.weight, score := o.score) ORDER BY w.component) AS parts,
        CASE WHEN bool_or(o.status = 'disputed') THEN 'disputed'
            WHEN bool_or(o.status = 'ocr') THEN 'ocr'
            WHEN bool_or(o.status = 'inferred') THEN 'inferred' ELSE 'ok' END AS status
    FROM years AS y
    CROSS JOIN wanted AS w
    LEFT JOIN openness AS o
        ON o.issuer_id = y.issuer_id AND o.report_year = y.report_year AND o.scope = y.scope AND o.component = w.component
    GROUP BY ALL
)
SELECT
    issuer_id, issuer, level, report_year, scope, openness_index,
    count(openness_index) OVER peers AS peers,
    CASE WHEN count(openness_index) OVER peers >= minimum_peers() AND openness_index IS NOT NULL AND scope <> 'unknown'
        THEN (rank() OVER (peers ORDER BY openness_index NULLS LAST) - 1) / (count(openness_index) OVER peers - 1)
    END AS percentile,
    status, mixed_law, missing, parts
FROM weighed
WINDOW peers AS (PARTITION BY report_year, level, scope)
ORDER BY report_year, level, scope, openness_index DESC NULLS LAST, issuer;
COMMENT ON MACRO TABLE openness_index IS 'Components of openness weighted by the reader, with ranks among peers of the same level, scope and year: FROM openness_index(MAP {''disclosed'': 2, ''closed'': 1})';
