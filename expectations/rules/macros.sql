-- What the rules have in common. A rule yields one row per instance that it could be asked about:
--   report_id, place, outcome (pass, fail, not_assessable), left_value, right_value, left_words, right_words,
--   left_evidence, right_evidence, message_zh, message_en

CREATE SCHEMA IF NOT EXISTS checking;

-- 1200.500000 as people write it: 1200.5
CREATE OR REPLACE MACRO checking.num(number) AS regexp_replace(CAST(number AS VARCHAR), '\.?0+$', '');

-- A label without its number and its notes: （二）部分公开（区分处理的…） is 部分公开.
CREATE OR REPLACE MACRO checking.label(words) AS
    regexp_replace(
        regexp_replace(words, '(.)（[^）]*）.*$', '\1'),
        '^(其中[:：]?|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．、])', ''
    );

CREATE OR REPLACE MACRO checking.state_zh(state) AS
    CASE state
        WHEN 'blank' THEN '空白' WHEN 'na_mark' THEN '填“/”等符号' WHEN 'text' THEN '填了文字'
        WHEN 'unreadable' THEN '无法读取' WHEN 'absent_row' THEN '缺此行' ELSE state
    END;

-- Two sums of cells that must be equal, from the structure of the form. A cell that the report does not have at all
-- contributes nothing; one that is there without a number makes the sum not assessable, and what would come out if it
-- were nought is said beside it.
CREATE OR REPLACE MACRO checking.identities(rule) AS TABLE
WITH forms AS (
    SELECT DISTINCT form_id, vintage, family FROM form_cells
),
terms AS (
    SELECT
        r.report_id, t.identity_id, t.place, t.side, t.sign, t.position,
        c.cell_id, c.value, c.cell_state, f.line, f.line_label, f.column_label, f.statutory_table
    FROM identity_terms AS t
    JOIN forms USING (form_id)
    JOIN reports AS r ON r.vintage = forms.vintage AND r.family IS NOT DISTINCT FROM forms.family
    JOIN form_cells AS f ON f.form_id = t.form_id AND f.code = t.code
    JOIN cells AS c ON c.report_id = r.report_id AND c.code = t.code
    WHERE t.check_id = rule
),
named AS (
    SELECT
        *,
        CASE WHEN count(DISTINCT line) OVER same > 1 THEN checking.label(line_label)
            ELSE checking.label(column_label) END AS words
    FROM terms
    WINDOW same AS (PARTITION BY report_id, identity_id)
),
sides AS (
    SELECT
        report_id, identity_id, any_value(place) AS place, any_value(statutory_table) AS statutory_table,
        coalesce(sum(sign * value) FILTER (side = 'left'), 0) AS left_sum,
        coalesce(sum(sign * value) FILTER (side = 'right'), 0) AS right_sum,
        bool_and(value IS NOT NULL) FILTER (side = 'left') AS left_whole,
        bool_and(value IS NOT NULL) FILTER (side = 'right') AS right_whole,
        string_agg(words || coalesce(checking.num(value), ''), '＋' ORDER BY position)
            FILTER (side = 'left') AS left_words,
        coalesce(
            string_agg(words || checking.num(value), '＋' ORDER BY position) FILTER (side = 'right' AND value <> 0),
            '各项均为0'
        ) AS right_words,
        list(cell_id ORDER BY position) FILTER (side = 'left') AS left_evidence,
        list(cell_id ORDER BY position) FILTER (side = 'right') AS right_evidence,
        string_agg(words || '（' || checking.state_zh(cell_state) || '）', '、' ORDER BY position)
            FILTER (value IS NULL) AS missing_zh,
        string_agg(words || ' (' || replace(cell_state, '_', ' ') || ')', ', ' ORDER BY position)
            FILTER (value IS NULL) AS missing_en
    FROM named
    GROUP BY report_id, identity_id
    HAVING count(*) FILTER (side = 'left') > 0 AND count(*) FILTER (side = 'right') > 0
        AND NOT bool_and(cell_state = 'absent_row')
),
judged AS (
    SELECT
        *,
        CASE
            WHEN NOT (left_whole AND right_whole) THEN 'not_assessable'
            WHEN left_sum = right_sum THEN 'pass'
            ELSE 'fail'
        END AS outcome,
        checking.label(place) AS of_what
    FROM sides
)
SELECT
    report_id, place, outcome,
    CASE WHEN left_whole THEN left_sum END AS left_value,
    CASE WHEN right_whole THEN right_sum END AS right_value,
    left_words, right_words, left_evidence, right_evidence,
    CASE outcome
        WHEN 'fail' THEN format(
            '“{}”：{}合计{}，{}合计{}，两者应当相等，相差{}。',
            of_what, left_words, checking.num(left_sum), right_words, checking.num(right_sum),
            checking.num(left_sum - right_sum)
        )
        WHEN 'not_assessable' THEN format(
            '“{}”：{}，无法核对；如按0计，{}与{}{}。',
            of_what, missing_zh, checking.num(left_sum), checking.num(right_sum),
            CASE WHEN left_sum = right_sum THEN '相等' ELSE '不相等' END
        )
    END AS message_zh,
    CASE outcome
        WHEN 'fail' THEN format(
            '{}: {} make {}, but {} make {}; they must be equal and differ by {}.',
            of_what, left_words, checking.num(left_sum), right_words, checking.num(right_sum),
            checking.num(left_sum - right_sum)
        )
        WHEN 'not_assessable' THEN format(
            '{}: cannot be assessed for {}; read as nought, {} and {} {}.',
            of_what, missing_en, checking.num(left_sum), checking.num(right_sum),
            CASE WHEN left_sum = right_sum THEN 'are equal' ELSE 'are not equal' END
        )
    END AS message_en
FROM judged;

-- One figure of the prose for a report, an indicator and a scope: only where the report gives one figure and not several.
CREATE OR REPLACE MACRO checking.figures(indicator) AS TABLE
SELECT
    o.report_id, o.scope, o.scope_name, o.period, any_value(i.name_zh) AS name_zh, any_value(i.name_en) AS name_en,
    any_value(o.value) AS value, any_value(o.lower) AS lower, any_value(o.upper) AS upper, any_value(o.unit) AS unit,
    list(o.evidence_id ORDER BY o.evidence_id) AS evidence
FROM observations AS o
JOIN indicators AS i USING (indicator_id)
LEFT JOIN mentions AS m ON m.mention_id = o.evidence_id
WHERE o.indicator_id = indicator AND m.duplicate_of IS NULL
    AND o.period = format('year:{}', o.report_year)
GROUP BY o.report_id, o.scope, o.scope_name, o.period
HAVING count(DISTINCT struct_pack(o.value, o.lower, o.upper, o.unit)) = 1;

-- smaller <= greater, for two figures of one report. Approximate figures are compared by their bounds.
CREATE OR REPLACE MACRO checking.at_most(smaller, greater) AS TABLE
WITH pairs AS (
    SELECT
        coalesce(s.report_id, g.report_id) AS report_id,
        s.lower AS s_lower, s.upper AS s_upper, s.value AS s_value, s.evidence AS s_evidence, s.unit AS s_unit,
        g.lower AS g_lower, g.upper AS g_upper, g.value AS g_value, g.evidence AS g_evidence, g.unit AS g_unit,
        si.name_zh AS s_zh, si.name_en AS s_en, gi.name_zh AS g_zh, gi.name_en AS g_en
    FROM checking.figures(smaller) AS s
    FULL JOIN checking.figures(greater) AS g ON g.report_id = s.report_id AND g.scope = s.scope
    LEFT JOIN indicators AS si ON si.indicator_id = smaller
    LEFT JOIN indicators AS gi ON gi.indicator_id = greater
),
judged AS (
    SELECT
        *,
        CASE
            WHEN s_evidence IS NULL OR g_evidence IS NULL OR s_unit IS DISTINCT FROM g_unit THEN 'not_assessable'
            WHEN s_lower > g_upper THEN 'fail'
            WHEN s_upper <= g_lower THEN 'pass'
            ELSE 'not_assessable'
        END AS outcome
    FROM pairs
)
SELECT
    report_id, s_zh || '≤' || g_zh AS place, outcome, s_value AS left_value, g_value AS right_value,
    s_zh AS left_words, g_zh AS right_words,
    coalesce(s_evidence, []) AS left_evidence, coalesce(g_evidence, []) AS right_evidence,
    CASE outcome
        WHEN 'fail' THEN format(
            '{}为{}{}，大于{}{}{}，多出{}。', s_zh, checking.num(s_value), coalesce(s_unit, ''),
            g_zh, checking.num(g_value), coalesce(g_unit, ''), checking.num(s_value - g_value)
        )
        WHEN 'not_assessable' THEN format(
            '{}{}，无法核对是否不超过{}。',
            CASE WHEN s_evidence IS NULL THEN '未写明' || s_zh WHEN g_evidence IS NULL THEN '未写明' || g_zh
                ELSE '数字为约数或单位不同' END,
            '', g_zh
        )
    END AS message_zh,
    CASE outcome
        WHEN 'fail' THEN format(
            '{} is {} {}, more than {}, which is {} {}; the excess is {}.', s_en, checking.num(s_value),
            coalesce(s_unit, ''), g_en, checking.num(g_value), coalesce(g_unit, ''), checking.num(s_value - g_value)
        )
        WHEN 'not_assessable' THEN format(
            'Whether {} is at most {} cannot be assessed: {}.', s_en, g_en,
            CASE WHEN s_evidence IS NULL THEN s_en || ' is not stated' WHEN g_evidence IS NULL
                THEN g_en || ' is not stated' ELSE 'the figures are approximate or in different units' END
        )
    END AS message_en
FROM judged;
