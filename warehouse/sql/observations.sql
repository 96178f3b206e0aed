-- Observations: what cells and mentions say of an indicator, in the indicator's unit, each with its evidence. Of one
-- range of issuers (of issuer_ranges; in variables issuer_range, first_issuer and last_issuer, for what is constant is
-- looked for in few places): memory does not grow with the reports then.

-- Units: a magnitude (万, 亿) before a base. 5.2 万元 is 52000 元. Two units convert where their bases are the same.
CREATE OR REPLACE TEMP MACRO magnitude(unit) AS
    CASE
        WHEN regexp_matches(unit, '^百万.') THEN 1000000
        WHEN regexp_matches(unit, '^千万.') THEN 10000000
        WHEN regexp_matches(unit, '^万.') THEN 10000
        WHEN regexp_matches(unit, '^亿.') THEN 100000000
        ELSE 1
    END::DECIMAL(10, 0);
CREATE OR REPLACE TEMP MACRO unit_base(unit) AS regexp_replace(unit, '^(百万|千万|万|亿)(.)', '\2');
CREATE OR REPLACE TEMP MACRO is_money(unit) AS unit_base(unit) IN ('元', 'CNY', '美元', '港元');
-- One over a magnitude, exactly.
CREATE OR REPLACE TEMP MACRO fraction(magnitude) AS
    CASE magnitude
        WHEN 1 THEN 1 WHEN 10000 THEN 0.0001 WHEN 1000000 THEN 0.000001
        WHEN 10000000 THEN 0.0000001 ELSE 0.00000001
    END::DECIMAL(9, 8);
-- The value in the wanted unit, from the units' magnitudes; NULL where that cannot be had exactly.
CREATE OR REPLACE TEMP MACRO exactly(number) AS
    CASE WHEN number = CAST(number AS DECIMAL(38, 6)) THEN CAST(number AS DECIMAL(38, 6)) END;
CREATE OR REPLACE TEMP MACRO converted(number, given, wanted) AS
    CASE
        WHEN given = wanted THEN number
        WHEN wanted = 1 THEN TRY(CAST(number * given AS DECIMAL(38, 6)))
        ELSE TRY(exactly(CAST(number AS DECIMAL(30, 6)) * CAST(given * fraction(wanted) AS DECIMAL(16, 8))))
    END;
-- A classifier (件, 条, 次) stands for a count, whichever was printed; money and counts do not convert.
CREATE OR REPLACE TEMP MACRO convertible(from_unit, to_unit) AS
    from_unit IS NOT NULL AND to_unit IS NOT NULL
    AND (unit_base(from_unit) = unit_base(to_unit) OR (NOT is_money(from_unit) AND NOT is_money(to_unit)));

-- Whose figure, from the report's words.
CREATE OR REPLACE TEMP MACRO scope_of(words, of_report) AS
    CASE
        WHEN words IS NULL OR words = '' THEN of_report
        WHEN regexp_matches(words, '^全(国|省|市|区|县|州|盟|旗|镇|乡|街道|系统)') THEN 'jurisdiction'
        WHEN regexp_matches(words, '^(省|市|区|县|州|镇|乡|自治区)(人民)?政府$|^(省|市|区|县|州)?本级') THEN 'own_level'
        WHEN regexp_matches(words, '^(本|我)(机关|单位|部门|局|委|厅|办|处|行)') THEN 'organ'
        ELSE 'part'
    END;

CREATE TEMP TABLE drafted AS
WITH placed AS (
    SELECT
        r.report_id, r.issuer_id, r.report_year, r.source_kind, r.scope, r.scope_words, r.vintage, r.family,
        r.superseded_by IS NOT NULL AS superseded
    FROM reports AS r
    WHERE r.issuer_id BETWEEN getvariable('first_issuer') AND getvariable('last_issuer') AND r.report_year IS NOT NULL
),
from_cells AS (
    SELECT
        p.*,
        f.indicator_id, f.applicant, p.scope AS figure_scope, p.scope_words AS scope_name,
        CASE
            -- What the year before left over, and the items of the year before, are levels at its end.
            WHEN f.line = 'req_carry_in' OR f."column" = 'items_prev'
                THEN format('as_of:{}-12-31', p.report_year - 1)
            -- 本月累计 beside 本年累计: a part of the year, we do not know which.
            WHEN f."column" = 'period' THEN format('within:{}', p.report_year)
            WHEN f.kind = 'stock' THEN format('as_of:{}-12-31', p.report_year)
            ELSE format('year:{}', p.report_year)
        END AS period,
        c.value, c.value AS lower, c.value AS upper,
        c.unit AS from_unit, i.unit AS wanted_unit, c.unit AS printed_unit, f.kind AS flow_or_stock,
        c.cell_state = 'inferred' AS inferred, c.cell_state = 'ocr' AS recognised,
        'cell' AS evidence_kind, c.cell_id AS evidence_id, f.position AS place, false AS rounded
    FROM numbers_by_range AS c
    JOIN placed AS p USING (report_id)
    JOIN form_cells AS f ON f.vintage = p.vintage AND f.family IS NOT DISTINCT FROM p.family AND f.code = c.code
    JOIN indicators AS i ON i.indicator_id = f.indicator_id
    WHERE c.number = getvariable('issuer_range')
),
from_mentions AS (
    SELECT
        p.*,
        m.indicator_id, 'total' AS applicant,
        scope_of(m.scope, p.scope) AS figure_scope, coalesce(nullif(m.scope, ''), p.scope_words) AS scope_name,
        coalesce(m.period, format('year:{}', p.report_year)) AS period,
        m.value, m.lower, m.upper,
        -- The number of a mention is in its standard unit: 5.2万元 was read as 52000.
        CASE WHEN m.unit_std = 'CNY' THEN '元' ELSE coalesce(i.unit, m.unit) END AS from_unit,
        i.unit AS wanted_unit, m.unit AS printed_unit,
        coalesce(m.flow_or_stock, i.flow_or_stock) AS flow_or_stock,
        false AS inferred, m.certainty IS NOT NULL AS recognised,
        'mention' AS evidence_kind, m.mention_id AS evidence_id, m.span_start AS place,
        m.duplicate_of IS NOT NULL AS rounded
    FROM mentions AS m
    JOIN placed AS p USING (report_id)
    JOIN indicators AS i ON i.indicator_id = m.indicator_id
    LEFT JOIN mentions AS whole ON whole.mention_id = m.part_of
    WHERE m.is_statistic
        AND (m.value IS NOT NULL OR m.lower IS NOT NULL OR m.upper IS NOT NULL)
        -- A part of the same thing (one fee of several) is no figure of the issuer's year.
        AND whole.indicator_id IS DISTINCT FROM m.indicator_id
),
drawn AS (
    SELECT * FROM from_cells
    UNION ALL BY NAME
    SELECT * FROM from_mentions
),
measured AS (
    SELECT
        *,
        convertible(from_unit, wanted_unit) AS alike, magnitude(from_unit) AS given, magnitude(wanted_unit) AS wanted
    FROM drawn
),
in_unit AS (
    SELECT
        * EXCLUDE (value, lower, upper, alike, given, wanted),
        alike AND (value IS NULL OR converted(value, given, wanted) IS NOT NULL) AS converts,
        CASE WHEN converts THEN converted(value, given, wanted) ELSE value END AS value,
        CASE WHEN converts THEN converted(lower, given, wanted) ELSE lower END AS lower,
        CASE WHEN converts THEN converted(upper, given, wanted) ELSE upper END AS upper,
        CASE WHEN converts THEN wanted_unit ELSE from_unit END AS unit
    FROM measured
)
SELECT
    * EXCLUDE (converts, from_unit, wanted_unit),
    CASE WHEN figure_scope = 'part' THEN scope_name END AS part,
    -- The less the better: the version in force; the report before a news item; a cell before prose; an exact figure
    -- before a headline's rounding. One digit each.
    10000 * superseded::INTEGER
        + 1000 * CASE source_kind WHEN 'report' THEN 1 WHEN 'report_tables_missing' THEN 2 ELSE 3 END
        + 100 * (evidence_kind = 'mention')::INTEGER
        + 10 * rounded::INTEGER
        + (lower IS DISTINCT FROM upper)::INTEGER AS standing,
    struct_pack(value, lower, upper, unit) AS figure
FROM in_unit;

-- Figures are of the same thing where all of this is equal; a named part (罗湖区) is a thing of its own. Most things are
-- told once, and are not looked at further.
CREATE TEMP TABLE told_again AS
SELECT issuer_id, indicator_id, report_year, applicant, figure_scope, part, period, row_number() OVER () AS thing
FROM drafted
GROUP BY issuer_id, indicator_id, report_year, applicant, figure_scope, part, period
HAVING count(*) > 1;

-- Which of several sources of the same thing is the one to use: of the best standing the first by place. Where figures of
-- the best standing differ, none is: the report contradicts itself, and nobody but its issuer can say which is right.
-- The same within one report, so that what a superseded version said can still be asked for.
CREATE TEMP TABLE rivals AS
WITH ranked AS (
    SELECT
        a.thing, d.report_id, d.evidence_id, d.figure,
        rank() OVER (of_thing ORDER BY standing) = 1 AS best,
        rank() OVER (of_report ORDER BY standing) = 1 AS best_in_report,
        row_number() OVER (of_thing ORDER BY standing, report_id, place) = 1 AS first,
        row_number() OVER (of_report ORDER BY standing, place) = 1 AS first_in_report
    FROM drafted AS d
    JOIN told_again AS a
        ON a.issuer_id = d.issuer_id AND a.indicator_id = d.indicator_id AND a.report_year = d.report_year
        AND a.applicant = d.applicant AND a.figure_scope IS NOT DISTINCT FROM d.figure_scope
        AND a.part IS NOT DISTINCT FROM d.part AND a.period IS NOT DISTINCT FROM d.period
    WINDOW of_thing AS (PARTITION BY thing), of_report AS (PARTITION BY thing, report_id)
),
contradicted AS (
    SELECT thing FROM ranked WHERE best GROUP BY thing HAVING count(*) > 1 AND min(figure) IS DISTINCT FROM max(figure)
),
contradicted_in_report AS (
    SELECT thing, report_id
    FROM ranked
    WHERE best_in_report
    GROUP BY thing, report_id
    HAVING count(*) > 1 AND min(figure) IS DISTINCT FROM max(figure)
)
SELECT
    evidence_id, first, first_in_report, best AND thing IN (FROM contradicted) AS contradicted,
    (thing, report_id) IN (FROM contradicted_in_report) AS contradicted_in_report
FROM ranked;

INSERT INTO observations BY NAME
SELECT
    'o:' || evidence_id AS observation_id,
    issuer_id, report_year, indicator_id, applicant,
    figure_scope AS scope, scope_name, period,
    value, lower, upper, unit, printed_unit, flow_or_stock,
    CASE
        WHEN superseded THEN 'superseded'
        WHEN coalesce(contradicted, false) THEN 'disputed'
        WHEN recognised THEN 'ocr'
        WHEN inferred THEN 'inferred'
        ELSE 'ok'
    END AS read_status,
    read_status AS status,
    coalesce(first AND NOT contradicted, true) AND NOT superseded AS preferred,
    coalesce(first_in_report AND NOT contradicted_in_report, true) AS best_of_report,
    source_kind, report_id, evidence_kind, evidence_id
FROM drafted
LEFT JOIN rivals USING (evidence_id)
-- Those of the text by themselves, for rules look for them among ten times as many of tables.
ORDER BY evidence_kind DESC, issuer_id, indicator_id, report_year, applicant, figure_scope, part, period, standing, report_id, place;

DROP TABLE rivals;
DROP TABLE told_again;
DROP TABLE drafted;
