-- What the rules have in common. A rule yields one row per instance that it could be asked about:
--   report_id, place, outcome (pass, fail, not_assessable), left_value, right_value, left_words, right_words,
--   left_evidence, right_evidence, message_zh, message_en

CREATE SCHEMA IF NOT EXISTS checking;

-- Whether a report is in the range that is asked now (variables first_report and last_report); all are where none is set.
CREATE OR REPLACE MACRO checking.in_range(id) AS
    getvariable('first_report') IS NULL OR id BETWEEN getvariable('first_report') AND getvariable('last_report');

-- 1200.500000 as people write it: 1200.5
CREATE OR REPLACE MACRO checking.num(number) AS regexp_replace(CAST(CAST(number AS DECIMAL(38, 6)) AS VARCHAR), '\.?0+$', '');

-- 1 notice, 2 notices; NULL for NULL.
CREATE OR REPLACE MACRO checking.counted_en(number, one, several) AS
    checking.num(number) || ' ' || CASE WHEN number = 1 THEN one ELSE several END;

-- 37180600 万元 is more than people read at a glance: （3718.06亿元） beside it.
CREATE OR REPLACE MACRO checking.in_yi(number, unit) AS
    CASE WHEN unit = '万元' AND number >= 10000
        THEN format('（{}亿元）', checking.num(CAST(round(number / 10000, 2) AS DECIMAL(38, 2)))) ELSE '' END;

-- Quotes within quotes are single ones, “危及‘三安全一稳定’·总计”: of an opening one before the last was closed, with the one that
-- closes it. Once for each that stands within the same words.
CREATE OR REPLACE MACRO checking.nest_once(words) AS regexp_replace(words, '“([^“”]*)“([^“”]*)”', '“\1‘\2’', 'g');
CREATE OR REPLACE MACRO checking.nested(words) AS
    CASE WHEN regexp_matches(words, '“[^”]*“')
        THEN checking.nest_once(checking.nest_once(checking.nest_once(words))) ELSE words END;

-- What the text tells of, as the report's own form calls it: 同意公开 in the lists up to 2018, 予以公开 since; 行政规范性文件 in the
-- form since 2021 alone.
CREATE OR REPLACE MACRO checking.named(vintage, indicator, name) AS
    CASE
        WHEN vintage IN ('A', 'B') AND indicator = 'foi_requests_granted' THEN '同意公开'
        WHEN vintage IN ('A', 'B') AND indicator = 'foi_requests_partly_granted' THEN '同意部分公开'
        WHEN vintage IN ('A', 'B') AND indicator = 'foi_requests_granted_or_partly' THEN '同意公开及部分公开'
        WHEN vintage = 'B' AND indicator = 'foi_requests_denied' THEN '不同意公开'
        WHEN vintage = 'B' AND indicator = 'foi_requests_denied_state_secret' THEN '不同意公开：涉及国家秘密'
        WHEN vintage = 'B' AND indicator = 'foi_requests_denied_safety' THEN '不同意公开：危及国家安全、公共安全、经济安全和社会稳定'
        WHEN vintage = 'B' AND indicator = 'foi_requests_denied_law' THEN '不同意公开：法律法规规定的其他情形'
        -- Grounds that the form has no line for, as the text has them.
        WHEN vintage = 'B' AND indicator LIKE 'foi_requests_denied_%' THEN replace(name, '不予公开', '不同意公开')
        WHEN vintage = 'D' THEN name
        ELSE replace(name, '行政规范性文件', '规范性文件')
    END;

-- Words of the text that are no figure, as evidence: whose text, and its characters from the first to one past the last.
CREATE OR REPLACE MACRO checking.words_at(report, begins, ends) AS format('{}:w{}-{}', report, CAST(begins AS BIGINT), CAST(ends AS BIGINT));

-- How a clause denies that there was a thing, by the words of denials.yaml (checking.words_NAME(), defined in checks.py). Macros
-- and no table: a pattern that is no constant is compiled for each row.
CREATE OR REPLACE MACRO checking.clause_begins() AS format('^(?:{})*(?:{})*', checking.words_lead(), checking.words_about());
CREATE OR REPLACE MACRO checking.negated() AS format('^(?:{})*(?:{})', checking.words_lead(), checking.words_not());
CREATE OR REPLACE MACRO checking.denied() AS
    format('{}(?:{})*(?:{})*', checking.negated(), checking.words_happened(), checking.words_about());
CREATE OR REPLACE MACRO checking.goes_on() AS
    format('(?:{0})*(?:(?:{1})(?:{2})*(?:{3})(?:{0})*)*$', checking.words_trail(), checking.words_joined(),
        checking.words_joined_on(), checking.words_beside());
CREATE OR REPLACE MACRO checking.no_requests() AS
    format('{}(?:{})*(?:公开|信息)的?申请(?:公开|公开政府信息)?(?:{})*$', checking.negated(), checking.words_requested(),
        checking.words_trail());
CREATE OR REPLACE MACRO checking.no_requests_either() AS
    format('{}依申请公开(?:{})*$', checking.negated(), checking.words_requested_so());
CREATE OR REPLACE MACRO checking.no_fees() AS
    format('^(?:{0}|{2})*(?:{3})(?:{1})+(?:{2})*费用(?:{4})*$', checking.words_lead(), checking.words_charged(),
        checking.words_fee_of(), checking.words_not(), checking.words_fee_trail());
CREATE OR REPLACE MACRO checking.nought() AS
    format('(?:案件|申请|案)?(?:数量?|总数)?(?:均?为|共|有|发生)?[:：]?(?:{})[{}]', checking.words_nought(),
        replace(checking.words_counted_in(), '|', ''));
CREATE OR REPLACE MACRO checking.nothing_charged() AS
    format('(^|[\s。：，；、])(?:{})|(?:{})', checking.words_nothing(), checking.words_no_fee());

-- A label without its number and what the form explains after it: （二）部分公开（区分处理的…） is 部分公开.
CREATE OR REPLACE MACRO checking.label(words) AS
    regexp_replace(
        regexp_replace(words, '(.)(（[^）]*）|、行政机关不再处理).*$', '\1'),
        '^(其中[:：]?|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．、])', ''
    );

CREATE OR REPLACE MACRO checking.state_zh(state) AS
    CASE state
        WHEN 'blank' THEN '空白' WHEN 'na_mark' THEN '填“/”等符号' WHEN 'text' THEN '填了文字'
        WHEN 'unreadable' THEN '无法读取' WHEN 'absent_row' THEN '缺此行' ELSE state
    END;

CREATE OR REPLACE MACRO checking.state_en(state) AS
    CASE state
        WHEN 'blank' THEN 'blank' WHEN 'na_mark' THEN 'a mark such as /' WHEN 'text' THEN 'words'
        WHEN 'unreadable' THEN 'not readable' WHEN 'absent_row' THEN 'row not there' ELSE state
    END;

CREATE OR REPLACE MACRO checking.sentence(words) AS upper(words[1]) || words[2:];

-- 予以公开6＋部分公开6: the terms of a sum that are not nought, with their values.
CREATE OR REPLACE MACRO checking.sum_words(terms) AS
    CASE
        WHEN len(terms) = 1 THEN terms[1].words
        ELSE coalesce(
            nullif(array_to_string(list_transform(
                list_filter(terms, lambda t: t.value IS NOT NULL AND t.value <> 0),
                lambda t: CASE WHEN t.sign < 0 THEN '－' ELSE '＋' END || t.words || checking.num(t.value)
            ), '')[2:], ''),
            '各项'
        )
    END;

-- Labels stay as the form prints them; what is said about them is said in English.
CREATE OR REPLACE MACRO checking.in_en(words) AS
    replace(replace(words, '上年报告的', 'last year''s '), '（各列相加）', ' (its columns added up) ');

-- The same with its result, as a part of a sentence.
CREATE OR REPLACE MACRO checking.is_zh(words, terms, result) AS
    CASE WHEN len(terms) = 1 THEN format('“{}”为{}', words, checking.num(result))
        WHEN words = '各项' THEN '各项均为0'
        WHEN contains(words, '－') THEN format('{}得{}', replace(replace(words, '＋', '加'), '－', '减'), checking.num(result))
        ELSE format('各项相加为{}（{}）', checking.num(result), words) END;
CREATE OR REPLACE MACRO checking.is_en(words, terms, result) AS
    CASE WHEN len(terms) = 1 THEN format('“{}” is {}', checking.in_en(words), checking.num(result))
        WHEN words = '各项' THEN 'all parts are 0'
        WHEN contains(words, '－') THEN format('{} is {}', replace(replace(checking.in_en(words), '＋', ' plus '), '－', ' minus '),
            checking.num(result))
        ELSE format('the parts add up to {} ({})', checking.num(result), checking.in_en(words)) END;

CREATE OR REPLACE MACRO checking.table_zh(code) AS
    CASE code WHEN '2' THEN '表二' WHEN '3' THEN '表三' WHEN '4' THEN '表四' ELSE '统计表' END;
CREATE OR REPLACE MACRO checking.table_en(code) AS
    CASE WHEN code IN ('2', '3', '4') THEN 'table ' || code ELSE 'the list' END;

-- The terms of sums: those printed into the forms (identity_terms) and those of rules.yaml.
CREATE TABLE IF NOT EXISTS checking.sum_terms (
    check_id VARCHAR, instance VARCHAR, place VARCHAR, vintage VARCHAR, family VARCHAR, any_family BOOLEAN,
    relation VARCHAR, side VARCHAR, sign SMALLINT, code VARCHAR, back SMALLINT, position INTEGER, needed SMALLINT
);
COMMENT ON TABLE checking.sum_terms IS 'Terms of the sums that rules compare';
COMMENT ON COLUMN checking.sum_terms.check_id IS 'Rule';
COMMENT ON COLUMN checking.sum_terms.instance IS 'Which sum of the rule';
COMMENT ON COLUMN checking.sum_terms.place IS 'What it is about; NULL where the line or column says it';
COMMENT ON COLUMN checking.sum_terms.vintage IS 'Vintage of the report that it is asked of';
COMMENT ON COLUMN checking.sum_terms.family IS 'Regional family of the list';
COMMENT ON COLUMN checking.sum_terms.any_family IS 'True where it holds for every family of the vintage';
COMMENT ON COLUMN checking.sum_terms.relation IS '= or >=: how left and right must stand';
COMMENT ON COLUMN checking.sum_terms.side IS 'left or right';
COMMENT ON COLUMN checking.sum_terms.sign IS '1 or -1';
COMMENT ON COLUMN checking.sum_terms.code IS 'Cell';
COMMENT ON COLUMN checking.sum_terms.back IS '1 for the cell of the report of the year before, else 0';
COMMENT ON COLUMN checking.sum_terms.position IS 'Order of the terms';
COMMENT ON COLUMN checking.sum_terms.needed IS 'How many cells must be there for the sum to be asked at all';

-- The report of the year before: same issuer, in force, and not known to be of another scope. Where two may be meant, or
-- several bodies bear the issuer's name, there is none.
CREATE OR REPLACE VIEW checking.previous AS
SELECT n.report_id, p.report_id AS previous_id
FROM reports AS n
JOIN reports AS p ON p.issuer_id = n.issuer_id AND p.report_year = n.report_year - 1
WHERE n.source_kind = 'report' AND p.source_kind = 'report' AND p.superseded_by IS NULL
    AND (p.scope = n.scope OR 'unknown' IN (p.scope, n.scope))
    AND n.issuer_id NOT IN (SELECT issuer_id FROM issuers WHERE shared_name)
QUALIFY rank() OVER (PARTITION BY n.report_id ORDER BY p.scope <> n.scope) = 1
    AND count(*) OVER (PARTITION BY n.report_id, p.scope <> n.scope) = 1;
COMMENT ON VIEW checking.previous IS 'Each report with the one of the year before';
COMMENT ON COLUMN checking.previous.report_id IS 'Report';
COMMENT ON COLUMN checking.previous.previous_id IS 'Report of the same issuer for the year before';

-- Each sum that a report is asked for, term by term, and the report whose cells the terms of this and of last year are.
CREATE OR REPLACE MACRO checking.meant(asked) AS TABLE
SELECT
    t.check_id, t.instance, r.report_id, t.place, t.relation, t.side, t.sign, t.position, t.back, t.needed, t.code,
    CASE WHEN t.back = 1 THEN p.previous_id ELSE r.report_id END AS source_id
FROM checking.sum_terms AS t
JOIN reports AS r ON r.vintage = t.vintage AND (t.any_family OR r.family IS NOT DISTINCT FROM t.family)
-- In the key, as a condition on the left side alone beside it has an outer join compare all with all.
LEFT JOIN checking.previous AS p ON p.report_id = CASE WHEN t.back = 1 THEN r.report_id END
WHERE list_contains(asked, t.check_id) AND checking.in_range(r.report_id);

-- The cells that the terms of `meant` may be: all of the reports in range; and those that sums have of the report of the
-- year before, which may be in any range.
CREATE OR REPLACE MACRO checking.cells_meant(asked) AS TABLE
SELECT 0 AS back, report_id, cell_id, code, value, cell_state, statutory_table
FROM cells
WHERE checking.in_range(report_id)
UNION ALL
SELECT 1, report_id, cell_id, code, value, cell_state, statutory_table
FROM cells
WHERE code IN (SELECT code FROM checking.sum_terms WHERE back = 1 AND list_contains(asked, check_id));

-- Two sums of cells that must be equal, or the first not less than the second. A cell that the report does not have at
-- all contributes nothing; one that is there without a number makes the sum not assessable.
CREATE OR REPLACE MACRO checking.summed(asked) AS TABLE
SELECT
    m.check_id, m.report_id, m.instance, any_value(m.relation) AS relation,
    coalesce(sum(m.sign * c.value) FILTER (m.side = 'left'), 0) AS left_sum,
    coalesce(sum(m.sign * c.value) FILTER (m.side = 'right'), 0) AS right_sum,
    bool_and(c.value IS NOT NULL) FILTER (m.side = 'left') AS left_whole,
    bool_and(c.value IS NOT NULL) FILTER (m.side = 'right') AS right_whole,
    coalesce(bool_and(c.cell_state IN ('blank', 'na_mark')) FILTER (c.value IS NULL), false) AS only_blank,
    CASE WHEN any_value(m.relation) = '>=' THEN left_sum >= right_sum ELSE left_sum = right_sum END AS holds,
    CASE WHEN NOT (left_whole AND right_whole) THEN 'not_assessable' WHEN holds THEN 'pass' ELSE 'fail' END AS outcome
FROM checking.meant(asked) AS m
JOIN checking.cells_meant(asked) AS c ON c.back = m.back AND c.report_id = m.source_id AND c.code = m.code
GROUP BY m.check_id, m.report_id, m.instance
HAVING count(*) FILTER (m.side = 'left') > 0 AND count(*) FILTER (m.side = 'right') > 0
    AND count(*) >= any_value(m.needed) AND NOT bool_and(c.cell_state = 'absent_row');

-- The same with what there is to tell of them; of one that is not assessable for blanks alone, what would come out if they
-- were nought is said beside it.
CREATE OR REPLACE MACRO checking.sums(asked) AS TABLE
WITH labels AS MATERIALIZED (
    SELECT
        vintage, family, code, line, line_label, column_label,
        checking.label(line_label) AS line_words, checking.label(column_label) AS column_words
    FROM form_cells
),
summed AS MATERIALIZED (
    FROM checking.summed(asked)
),
-- What the terms are called is asked only where there is something to tell: most sums hold. Kept before it is asked, or
-- every cell there is would be named.
unsettled AS MATERIALIZED (
    SELECT
        m.check_id, m.report_id, m.instance, m.place, m.side, m.sign, m.position, m.back,
        c.report_id AS source_id, c.cell_id, c.code, c.value, c.cell_state, c.statutory_table
    FROM summed AS s
    JOIN checking.meant(asked) AS m
        ON m.check_id = s.check_id AND m.report_id = s.report_id AND m.instance = s.instance
    JOIN checking.cells_meant(asked) AS c ON c.back = m.back AND c.report_id = m.source_id AND c.code = m.code
    WHERE s.outcome <> 'pass'
),
-- Kept too: else all reports would be joined with all labels first.
of_form AS MATERIALIZED (
    SELECT u.*, source.vintage, source.family
    FROM unsettled AS u
    JOIN reports AS source ON source.report_id = u.source_id
),
told AS (
    SELECT o.* EXCLUDE (vintage, family), f.line, f.line_label, f.column_label, f.line_words, f.column_words
    FROM of_form AS o
    JOIN labels AS f ON f.vintage = o.vintage AND f.family IS NOT DISTINCT FROM o.family AND f.code = o.code
),
listed AS (
    SELECT
        check_id, report_id, instance,
        min(line) <> max(line) AS over_lines,
        min(statutory_table) AS first_table, min(statutory_table) <> max(statutory_table) AS over_tables,
        CASE WHEN min(column_words) = max(column_words) AND count(column_words) = count(*) THEN min(column_words) END
            AS of_column,
        coalesce(
            any_value(place),
            CASE WHEN min(line) <> max(line) THEN arg_min(column_label, position) END,
            arg_min(line_label, position)
        ) AS place,
        -- Sorted as a list: an aggregate that sorts keeps some 30 KB for each group.
        list_sort(list({
            position: position, side: side, sign: sign, back: back, line: line_words, col: column_words,
            value: value, state: cell_state, id: cell_id
        })) AS terms
    FROM told
    GROUP BY check_id, report_id, instance
),
-- Terms of several lines are told by the line, those of one line by the column.
named AS (
    SELECT
        summed.*, over_lines, first_table, over_tables, of_column, place,
        list_transform(terms, lambda t: {
            side: t.side, sign: t.sign, value: t.value, state: t.state, id: t.id,
            words: CASE WHEN t.back = 1 THEN '上年报告的' ELSE '' END || CASE
                WHEN NOT over_lines AND t.col IS NOT NULL THEN t.col
                WHEN over_lines AND of_column IS NULL THEN concat_ws('·', t.line, t.col)
                ELSE t.line END
        }) AS terms
    FROM summed
    LEFT JOIN listed USING (check_id, report_id, instance)
),
sides AS (
    SELECT
        * EXCLUDE (terms),
        list_filter(terms, lambda t: t.side = 'left') AS left_terms,
        list_filter(terms, lambda t: t.side = 'right') AS right_terms,
        list_transform(left_terms, lambda t: t.id) AS left_evidence,
        list_transform(right_terms, lambda t: t.id) AS right_evidence,
        -- Words where a number belongs, and what could not be read, before what was merely left blank.
        list_filter(terms, lambda t: t.value IS NULL AND t.state NOT IN ('blank', 'na_mark'))
            || list_filter(terms, lambda t: t.value IS NULL AND t.state IN ('blank', 'na_mark')) AS missing
    FROM named
),
judged AS (
    SELECT
        *,
        checking.label(place) AS of_what,
        -- Which table, and which line or column of it, by their printed names.
        CASE WHEN over_tables THEN '各表之间' ELSE checking.table_zh(first_table) END || CASE
            WHEN NOT over_lines THEN format('“{}”', of_what) || CASE WHEN first_table = '4' THEN '' ELSE '行' END
            WHEN of_column IS NOT NULL THEN format('“{}”列', of_column)
            ELSE '' END AS where_zh,
        CASE WHEN over_tables THEN 'between tables' ELSE checking.table_en(first_table) END || CASE
            WHEN NOT over_lines THEN CASE WHEN first_table = '4' THEN ', ' ELSE ', row ' END || format('“{}”', of_what)
            WHEN of_column IS NOT NULL THEN format(', column “{}”', of_column)
            ELSE '' END AS where_en,
        checking.sum_words(left_terms) AS left_words, checking.sum_words(right_terms) AS right_words,
        len(left_terms) > 1 AND len(right_terms) > 1 AND left_words <> '各项' AND right_words <> '各项' AS two_sums
    FROM sides
)
SELECT
    check_id, report_id, of_what AS place,
    outcome,
    CASE WHEN left_whole THEN left_sum END AS left_value,
    CASE WHEN right_whole THEN right_sum END AS right_value,
    left_words, right_words, left_evidence, right_evidence,
    CASE
        WHEN outcome = 'not_assessable' THEN format(
            '{}：{}没有可读的数，无法核对。', where_zh,
            array_to_string(
                list_transform(missing[:3], lambda t: format('“{}”（{}）', t.words, checking.state_zh(t.state))), '、'
            ) || CASE WHEN len(missing) > 3 THEN format('等{}格', len(missing)) ELSE '' END
        )
            || CASE WHEN only_blank THEN format('如空白按0计，{}与{}{}。', checking.num(left_sum), checking.num(right_sum),
                CASE WHEN holds THEN '相符' ELSE '不符' END) ELSE '' END
        WHEN outcome = 'fail' THEN format(
            '{}：{}，而{}；{}，前者{}{}。', where_zh,
            CASE WHEN two_sums THEN format('{}＝{}', left_words, checking.num(left_sum))
                ELSE checking.is_zh(left_words, left_terms, left_sum) END,
            CASE WHEN two_sums THEN format('{}＝{}', right_words, checking.num(right_sum))
                ELSE checking.is_zh(right_words, right_terms, right_sum) END,
            CASE WHEN relation = '>=' THEN '前者不应小于后者' ELSE '两者应当相等' END,
            CASE WHEN left_sum < right_sum THEN '少' ELSE '多' END, checking.num(abs(left_sum - right_sum))
        )
    END AS message_zh,
    CASE
        WHEN outcome = 'not_assessable' THEN format(
            '{}: cannot be checked, as there is no readable number in {}.', checking.sentence(where_en),
            array_to_string(
                list_transform(missing[:3], lambda t: format('“{}” ({})', checking.in_en(t.words), checking.state_en(t.state))), ', '
            ) || CASE WHEN len(missing) > 3 THEN format(' and {} more', len(missing) - 3) ELSE '' END
        )
            || CASE WHEN only_blank THEN format(' With blanks read as 0, {} and {} {}.', checking.num(left_sum),
                checking.num(right_sum), CASE WHEN holds THEN 'agree' ELSE 'do not agree' END) ELSE '' END
        WHEN outcome = 'fail' THEN format(
            '{}: {}, but {}; {} {} by {}.', checking.sentence(where_en),
            CASE WHEN two_sums THEN format('{} = {}', checking.in_en(left_words), checking.num(left_sum))
                ELSE checking.is_en(left_words, left_terms, left_sum) END,
            CASE WHEN two_sums THEN format('{} = {}', checking.in_en(right_words), checking.num(right_sum))
                ELSE checking.is_en(right_words, right_terms, right_sum) END,
            CASE WHEN relation = '>=' THEN 'the first should not be less, and is' ELSE 'they should be equal; the first is' END,
            CASE WHEN left_sum < right_sum THEN 'too small' ELSE 'too large' END, checking.num(abs(left_sum - right_sum))
        )
    END AS message_en
FROM judged;

-- What the text says against what the table says. A figure of the text may be read in several legitimate ways (received,
-- or received and carried in); it agrees where any of them fits. Counts are not negative: where the table has blanks,
-- what is filled is a lower bound, and may already be more than the text says.
CREATE OR REPLACE TABLE checking.reading_terms (
    check_id VARCHAR, indicator_id VARCHAR, vintage VARCHAR, words VARCHAR, without VARCHAR,
    beside VARCHAR, alone VARCHAR, scopes VARCHAR[], relation VARCHAR,
    reading SMALLINT, called_zh VARCHAR, called_en VARCHAR, sign SMALLINT, code VARCHAR, position INTEGER, terms SMALLINT
);
COMMENT ON TABLE checking.reading_terms IS 'What figures of the prose must agree with: sums of cells, in several readings';
COMMENT ON COLUMN checking.reading_terms.check_id IS 'Rule';
COMMENT ON COLUMN checking.reading_terms.indicator_id IS 'Indicator of the prose';
COMMENT ON COLUMN checking.reading_terms.vintage IS 'Vintage of the report';
COMMENT ON COLUMN checking.reading_terms.words IS 'Pattern that the words of the clause before the figure must match; NULL for any';
COMMENT ON COLUMN checking.reading_terms.without IS 'Pattern that they must not match; NULL for none';
COMMENT ON COLUMN checking.reading_terms.beside IS 'Pattern that the text around the figure must match; NULL for any';
COMMENT ON COLUMN checking.reading_terms.alone IS 'Pattern that it must not match; NULL for none';
COMMENT ON COLUMN checking.reading_terms.scopes IS 'Scopes of the report that it is asked of; empty for all';
COMMENT ON COLUMN checking.reading_terms.relation IS '= or <=: how the figure and the sum must stand';
COMMENT ON COLUMN checking.reading_terms.reading IS 'Which reading, from 1';
COMMENT ON COLUMN checking.reading_terms.called_zh IS 'What the reading takes the figure for, in Chinese; NULL where there is one reading';
COMMENT ON COLUMN checking.reading_terms.called_en IS 'The same in English';
COMMENT ON COLUMN checking.reading_terms.sign IS '1 or -1';
COMMENT ON COLUMN checking.reading_terms.code IS 'Cell';
COMMENT ON COLUMN checking.reading_terms.position IS 'Order of the terms';
COMMENT ON COLUMN checking.reading_terms.terms IS 'How many cells the reading has';

CREATE OR REPLACE MACRO checking.readings(asked) AS TABLE
WITH told AS (
    SELECT
        o.report_id, r.vintage, r.family, o.indicator_id, o.evidence_id AS figure_id, [o.evidence_id] AS evidence, o.value, o.lower,
        o.upper, regexp_replace(m.surface, '\s+', '', 'g') AS surface, m.span_start, m.sentence_start, m.unit_std,
        checking.named(r.vintage, o.indicator_id, i.name_zh) AS name_zh, i.name_en,
        -- Of its own clause: 新增专区2个，收到申请65件 does not say that the 65 are new.
        coalesce(m.measure_zh, '')
            || regexp_extract(substr(t.text, m.sentence_start + 1, m.span_start - m.sentence_start), '[^，,；;：:。]*$') AS words,
        substr(t.text, greatest(1, m.sentence_start - 30), m.sentence_end - m.sentence_start + 60) AS around,
        r.scope AS report_scope,
        o.scope = r.scope OR r.scope = 'unknown' OR o.scope = 'unknown'
            -- A whole is rightly more than its part: 全县 beside a table of the county's own bodies.
            OR (o.scope = 'own_level' AND r.scope = 'jurisdiction') AS same_scope,
        o.scope_name
    FROM observations AS o
    JOIN reports AS r USING (report_id)
    JOIN indicators AS i USING (indicator_id)
    JOIN mentions AS m ON m.mention_id = o.evidence_id
    JOIN texts AS t ON t.report_id = o.report_id
    WHERE o.evidence_kind = 'mention' AND r.source_kind = 'report' AND m.duplicate_of IS NULL
        AND (o.period = format('year:{}', o.report_year) OR o.period = format('as_of:{}-12-31', o.report_year)
            -- What was carried in stood open when the year began.
            OR (o.indicator_id = 'foi_requests_carried_in' AND o.period = format('as_of:{}-12-31', o.report_year - 1)))
        -- The figure of one district or office is not the table's.
        AND coalesce(m.section, '') <> 'problems' AND o.scope <> 'part'
        -- Nor is that of the government's own office, told beside those of its departments and towns.
        AND NOT (o.scope = 'own_level' AND r.scope <> 'own_level' AND EXISTS (
            FROM mentions AS b
            WHERE checking.in_range(b.report_id) AND b.report_id = m.report_id AND b.sentence_start = m.sentence_start AND b.unit_std = m.unit_std
                AND b.scope <> m.scope AND regexp_matches(b.scope, '[省市区县旗州盟]直|乡|镇|街道|部门|[局委厅]$')
        ))
        AND o.indicator_id IN (SELECT indicator_id FROM checking.reading_terms WHERE list_contains(asked, check_id))
        AND checking.in_range(o.report_id) AND checking.in_range(m.report_id) AND checking.in_range(t.report_id)
),
-- What the text says of a thing (`own`), and what else it may mean by it: a part of the figure that has no name of its own
-- (收到80件，其中实际受理60件), or the figures of one sentence together (废止3件，宣布失效16件).
figures AS (
    SELECT *, true AS own FROM told
    UNION ALL BY NAME
    SELECT
        w.* REPLACE (p.mention_id AS figure_id, [p.mention_id] AS evidence, p.value AS value, p.lower AS lower, p.upper AS upper,
            regexp_replace(p.surface, '\s+', '', 'g') AS surface, p.span_start AS span_start),
        false AS own
    FROM told AS w
    JOIN mentions AS p ON p.part_of = w.figure_id AND p.unit_std = w.unit_std AND p.indicator_id IS NULL
        AND checking.in_range(p.report_id)
    UNION ALL BY NAME
    -- 收到51件，其中本年新收47件: a part that is called new is told as that.
    SELECT
        w.* REPLACE (p.mention_id AS figure_id, [p.mention_id] AS evidence, p.value AS value, p.lower AS lower, p.upper AS upper,
            regexp_replace(p.surface, '\s+', '', 'g') AS surface, p.span_start AS span_start, p.measure_zh AS words),
        true AS own
    FROM told AS w
    JOIN mentions AS p ON p.part_of = w.figure_id AND p.unit_std = w.unit_std AND p.indicator_id IS NULL
        AND checking.in_range(p.report_id)
    WHERE w.indicator_id = 'foi_requests_received' AND NOT regexp_matches(w.words, '新收|新接|新增')
        AND regexp_full_match(p.measure_zh, '(本年度?|当年|今年|全年)?(新收到?|新接收?|新增)(政府信息公开)?(申请)?')
    UNION ALL BY NAME
    SELECT
        report_id, any_value(vintage) AS vintage, any_value(family) AS family, indicator_id,
        min(figure_id) || '+' AS figure_id,
        -- Sorted once they are a list: an aggregate that sorts keeps room for each group.
        list_transform(list_sort(list({start: span_start, id: figure_id})), lambda one: one.id) AS evidence,
        sum(value) AS value, sum(lower) AS lower, sum(upper) AS upper,
        array_to_string(list_transform(list_sort(list({start: span_start, surface: surface})), lambda one: one.surface), '＋') AS surface,
        min(span_start) AS span_start, sentence_start, unit_std, any_value(name_zh) AS name_zh, any_value(name_en) AS name_en,
        array_to_string(list_transform(list_sort(list({start: span_start, words: words})), lambda one: one.words), '') AS words,
        any_value(around) AS around,
        any_value(report_scope) AS report_scope, same_scope,
        any_value(scope_name) AS scope_name, false AS own
    FROM told
    GROUP BY report_id, indicator_id, sentence_start, unit_std, same_scope
    HAVING count(*) > 1 AND count(value) = count(*)
),
-- A blank total is no less than the applicants that are filled.
applicants AS (
    SELECT report_id, line, sum(value) AS filled
    FROM cells
    WHERE applicant <> 'total' AND checking.in_range(report_id)
    GROUP BY report_id, line
),
-- Kept before their labels are looked up: else all reports would be joined with all labels first.
boxes AS MATERIALIZED (
    SELECT c.*, r.vintage, r.family
    FROM cells AS c
    JOIN reports AS r USING (report_id)
    WHERE c.code IN (SELECT code FROM checking.reading_terms WHERE list_contains(asked, check_id))
        AND checking.in_range(c.report_id)
),
numbers AS (
    SELECT
        b.report_id, b.code, b.cell_id, b.cell_state, b.value,
        coalesce(b.value, CASE WHEN b.applicant = 'total' THEN a.filled END, 0) AS known,
        checking.label(f.line_label)
            || CASE WHEN b.statutory_table IN ('2', '4') OR b."column" NOT IN ('total', 'year')
                THEN coalesce('·' || checking.label(f.column_label), '') ELSE '' END
            || CASE WHEN b.value IS NULL AND b.applicant = 'total' AND a.filled > 0 THEN '（各列相加）' ELSE '' END
            AS label
    FROM boxes AS b
    JOIN form_cells AS f ON f.vintage = b.vintage AND f.family IS NOT DISTINCT FROM b.family AND f.code = b.code
    LEFT JOIN applicants AS a ON a.report_id = b.report_id AND a.line = b.line
),
read AS (
    SELECT
        t.check_id, g.report_id, g.indicator_id, g.figure_id, g.evidence, g.own, g.value, g.lower, g.upper, g.surface, g.span_start,
        g.name_zh, g.name_en, g.same_scope, g.scope_name, t.reading, t.relation, t.called_zh, t.called_en,
        sum(t.sign * n.known) AS right_sum, bool_and(n.value IS NOT NULL) AS whole, min(t.sign) > 0 AS additive,
        -- Sorted as a list, as above.
        list_sort(list({position: t.position, sign: t.sign, words: n.label, value: nullif(n.known, 0), id: n.cell_id}))
            AS right_terms,
        list_transform(right_terms, lambda term: term.id) AS right_evidence,
        -- Sub-lines printed as the one line above them are that line.
        count(*) = any_value(t.terms) AS complete
    FROM figures AS g
    JOIN checking.reading_terms AS t
        ON list_contains(asked, t.check_id) AND t.indicator_id = g.indicator_id AND t.vintage = g.vintage
        AND (t.words IS NULL OR regexp_matches(g.words, t.words))
        AND (t.without IS NULL OR NOT regexp_matches(g.words, t.without))
        AND (t.beside IS NULL OR regexp_matches(g.around, t.beside))
        AND (t.alone IS NULL OR NOT regexp_matches(g.around, t.alone))
        AND (len(t.scopes) = 0 OR list_contains(t.scopes, g.report_scope))
    JOIN numbers AS n ON n.report_id = g.report_id AND n.code = t.code
    GROUP BY ALL
),
weighed AS (
    SELECT
        *,
        checking.sum_words(right_terms) AS right_words,
        CASE
            WHEN NOT complete THEN NULL
            WHEN whole THEN CASE WHEN (lower IS NULL OR right_sum >= lower) AND (relation = '<=' OR upper IS NULL OR right_sum <= upper)
                THEN 'agrees' ELSE 'differs' END
            WHEN relation = '=' AND additive AND right_sum > upper THEN 'differs'
            ELSE 'open'
        END AS verdict
    FROM read
),
judged AS (
    SELECT
        check_id, report_id, indicator_id, figure_id, any_value(evidence) AS evidence, any_value(own) AS own,
        any_value(surface) AS surface, any_value(span_start) AS span_start,
        any_value(name_zh) AS name_zh, any_value(name_en) AS name_en, any_value(value) AS value,
        any_value(same_scope) AS same_scope, any_value(scope_name) AS scope_name,
        -- By how much it is more than what it may at most be.
        bool_and(relation = '<=') AS at_most, CASE WHEN any_value(lower) = any_value(upper) THEN any_value(lower) - max(right_sum) END AS excess,
        CASE
            WHEN bool_or(verdict = 'agrees') THEN 'pass'
            WHEN NOT any_value(same_scope) OR bool_or(verdict = 'open') THEN 'not_assessable'
            ELSE 'fail'
        END AS outcome,
        coalesce(min(reading) FILTER (verdict = 'agrees'), min(reading)) AS first_shown,
        -- Which of several readings it is, where they do not all come to the same number.
        CASE WHEN bool_or(verdict = 'agrees') AND bool_or(verdict = 'differs')
            THEN nullif(array_to_string(list_sort(list_distinct(list(called_zh) FILTER (verdict = 'agrees'))), '，或'), '') END
            AS called_zh,
        CASE WHEN bool_or(verdict = 'agrees') AND bool_or(verdict = 'differs')
            THEN nullif(array_to_string(list_sort(list_distinct(list(called_en) FILTER (verdict = 'agrees'))), ', or '), '') END
            AS called_en
    FROM weighed
    WHERE verdict IS NOT NULL
    GROUP BY check_id, report_id, indicator_id, figure_id
),
-- Where a text gives several figures of one thing, some are parts of it: one that agrees settles it, else the greatest of
-- those told as the thing itself is taken for the whole.
chosen AS (
    SELECT * FROM judged
    QUALIFY row_number() OVER (
        PARTITION BY check_id, report_id, indicator_id
        ORDER BY outcome = 'pass' DESC, own DESC, same_scope DESC, value DESC, span_start
    ) = 1
),
-- What there is to tell is made where it is told: most figures agree.
differing AS (
    SELECT
        w.check_id, w.report_id, w.figure_id, w.reading,
        checking.is_zh(w.right_words, w.right_terms, w.right_sum) AS is_zh,
        checking.is_en(w.right_words, w.right_terms, w.right_sum) AS is_en
    FROM chosen AS j
    JOIN weighed AS w ON w.check_id = j.check_id AND w.report_id = j.report_id AND w.figure_id = j.figure_id
    WHERE j.outcome = 'fail' AND w.verdict IS NOT NULL
    -- Two readings that come to the same number (nothing was carried in) are told once.
    QUALIFY row_number() OVER (PARTITION BY w.check_id, w.report_id, w.figure_id, w.right_sum ORDER BY w.reading) = 1
),
all_told AS (
    SELECT
        check_id, report_id, figure_id,
        array_to_string(list_transform(list_sort(list({reading: reading, words: is_zh})), lambda one: one.words), '；或') AS all_zh,
        array_to_string(list_transform(list_sort(list({reading: reading, words: is_en})), lambda one: one.words), '; or ') AS all_en
    FROM differing
    GROUP BY check_id, report_id, figure_id
),
shown AS (
    SELECT
        j.*, w.right_sum, w.whole, w.right_words, w.right_evidence, a.all_zh, a.all_en,
        CASE WHEN j.called_zh IS NOT NULL THEN checking.is_zh(w.right_words, w.right_terms, w.right_sum) END AS agreed_zh,
        CASE WHEN j.called_en IS NOT NULL THEN checking.is_en(w.right_words, w.right_terms, w.right_sum) END AS agreed_en
    FROM chosen AS j
    JOIN weighed AS w ON w.check_id = j.check_id AND w.report_id = j.report_id AND w.figure_id = j.figure_id AND w.reading = j.first_shown
    LEFT JOIN all_told AS a ON a.check_id = j.check_id AND a.report_id = j.report_id AND a.figure_id = j.figure_id
)
SELECT
    check_id, report_id, name_zh AS place, outcome, value AS left_value, CASE WHEN whole THEN right_sum END AS right_value,
    '正文：' || name_zh AS left_words, '表格：' || right_words AS right_words,
    evidence AS left_evidence, right_evidence, called_zh AS reading_zh, called_en AS reading_en,
    CASE outcome
        WHEN 'pass' THEN format('正文“{}”写{}，与表格的{}相符：{}。', name_zh, surface, called_zh, agreed_zh)
        WHEN 'fail' THEN CASE WHEN at_most
            THEN format('正文“{}”写{}，多于表格：{}{}。', name_zh, surface, all_zh, coalesce('，多' || checking.num(excess), ''))
            ELSE format('正文“{}”写{}，与表格不一致：{}。', name_zh, surface, all_zh) END
        WHEN 'not_assessable' THEN CASE WHEN same_scope
            THEN format('正文“{}”写{}，表格相应单元格没有可读的数，无法核对。', name_zh, surface)
            ELSE format('正文“{}”写{}，口径（{}）与表格不同，不作核对；表格为{}。', name_zh, surface, scope_name,
                checking.num(right_sum)) END
    END AS message_zh,
    CASE outcome
        WHEN 'pass' THEN format('For “{}” the text gives {}, which agrees with the table''s {}: {}.', name_en, surface, called_en,
            agreed_en)
        WHEN 'fail' THEN CASE WHEN at_most
            THEN format('For “{}” the text gives {}, more than the table: {}{}.', name_en, surface, all_en,
                coalesce('; the excess is ' || checking.num(excess), ''))
            ELSE format('For “{}” the text gives {}, the table says otherwise: {}.', name_en, surface, all_en) END
        WHEN 'not_assessable' THEN CASE WHEN same_scope
            THEN format('For “{}” the text gives {}; the table has no readable number to compare it with.', name_en, surface)
            ELSE format('For “{}” the text gives {}, of another scope ({}) than the table, which gives {}.', name_en,
                surface, scope_name, checking.num(right_sum)) END
    END AS message_en
FROM shown;

-- Shares that the text gives of what it counts (予以公开258件，占32.1%), against the table. What is divided may be the
-- figure of the text or what the table has for it, and by what, the forms do not say: any total that the table or the text
-- gives will do. A share is printed rounded or cut off, and the last of a list often adjusted so that all make 100.
CREATE OR REPLACE TABLE checking.share_terms (
    check_id VARCHAR, vintage VARCHAR, counted_by VARCHAR[], between VARCHAR, last_digits DECIMAL(38, 6), denominator SMALLINT,
    sign SMALLINT, code VARCHAR, position INTEGER
);
COMMENT ON TABLE checking.share_terms IS 'What shares of the prose may be shares of: sums of cells';
COMMENT ON COLUMN checking.share_terms.check_id IS 'Rule';
COMMENT ON COLUMN checking.share_terms.vintage IS 'Vintage of the report';
COMMENT ON COLUMN checking.share_terms.counted_by IS 'Rules whose readings say what the table has for the figures';
COMMENT ON COLUMN checking.share_terms.between IS 'Pattern of what stands between a figure and its share';
COMMENT ON COLUMN checking.share_terms.last_digits IS 'So many units of the last printed digit are within the rounding';
COMMENT ON COLUMN checking.share_terms.denominator IS 'Which total, from 1';
COMMENT ON COLUMN checking.share_terms.sign IS '1 or -1';
COMMENT ON COLUMN checking.share_terms.code IS 'Cell';
COMMENT ON COLUMN checking.share_terms.position IS 'Order of the terms';

CREATE OR REPLACE MACRO checking.shares(asked) AS TABLE
WITH counted AS (
    -- Figures of the text that are the report's own, of its year and of the table's scope.
    SELECT
        o.report_id, r.vintage, r.family, o.indicator_id, o.value AS figure,
        checking.named(r.vintage, o.indicator_id, i.name_zh) AS name_zh, i.name_en, m.mention_id AS figure_id,
        m.surface AS figure_surface, m.span_end, m.sentence_start, w.value AS whole
    FROM observations AS o
    JOIN reports AS r USING (report_id)
    JOIN indicators AS i USING (indicator_id)
    JOIN mentions AS m ON m.mention_id = o.evidence_id
    LEFT JOIN mentions AS w ON w.mention_id = m.part_of AND checking.in_range(w.report_id)
    WHERE r.source_kind = 'report' AND o.evidence_kind = 'mention' AND o.lower = o.upper AND o.value > 0
        AND checking.in_range(o.report_id) AND checking.in_range(m.report_id)
        AND o.period = format('year:{}', o.report_year) AND coalesce(m.section, '') <> 'problems'
        AND (o.scope = r.scope OR 'unknown' IN (o.scope, r.scope))
        AND (o.indicator_id, r.vintage) IN (
            SELECT (indicator_id, vintage) FROM checking.reading_terms
            WHERE check_id IN (SELECT unnest(counted_by) FROM checking.share_terms WHERE list_contains(asked, check_id))
        )
),
told AS (
    SELECT
        t.check_id, t.counted_by, any_value(t.last_digits) AS last_digits, c.*, p.mention_id AS share_id, p.value AS share,
        regexp_replace(p.surface, '\s+', '', 'g') AS share_surface,
        CAST(length(regexp_extract(p.surface, '[.．](\d+)', 1)) AS INTEGER) AS decimals
    FROM counted AS c
    JOIN mentions AS p ON p.report_id = c.report_id AND p.sentence_start = c.sentence_start
    JOIN texts AS x ON x.report_id = c.report_id
    JOIN (SELECT DISTINCT check_id, vintage, counted_by, between, last_digits FROM checking.share_terms) AS t
        ON list_contains(asked, t.check_id) AND t.vintage = c.vintage
    WHERE checking.in_range(p.report_id) AND checking.in_range(x.report_id) AND p.unit_std = 'percent' AND p.is_statistic AND p.lower = p.upper AND p.span_start BETWEEN c.span_end AND c.span_end + 30
        AND regexp_matches(p.surface, '^\s*\d+([.．]\d+)?\s*[%％]\s*$')
        AND regexp_matches(regexp_replace(x.text[c.span_end + 1:p.span_start], '\s+', '', 'g'), t.between)
    GROUP BY ALL
),
numerators AS (
    SELECT check_id, share_id, figure AS numerator FROM told
    UNION ALL
    SELECT o.check_id, o.share_id, sum(t.sign * c.value)
    FROM told AS o
    JOIN checking.reading_terms AS t
        ON t.indicator_id = o.indicator_id AND t.vintage = o.vintage AND list_contains(o.counted_by, t.check_id)
    JOIN cells AS c ON c.report_id = o.report_id AND c.code = t.code AND checking.in_range(c.report_id)
    GROUP BY o.check_id, o.share_id, t.check_id, t.reading, t.words, t.without, t.beside, t.alone
    HAVING count(c.value) = any_value(t.terms)
),
totals AS (
    SELECT
        o.check_id, o.share_id, t.denominator, sum(t.sign * c.value) AS total, list(c.cell_id ORDER BY t.position) AS cell_ids,
        string_agg(checking.label(f.line_label), '＋' ORDER BY t.position) AS label
    FROM told AS o
    JOIN checking.share_terms AS t ON t.check_id = o.check_id AND t.vintage = o.vintage
    JOIN cells AS c ON c.report_id = o.report_id AND c.code = t.code AND checking.in_range(c.report_id)
    JOIN form_cells AS f ON f.vintage = o.vintage AND f.family IS NOT DISTINCT FROM o.family AND f.code = c.code
    GROUP BY o.check_id, o.share_id, t.denominator
    HAVING count(c.value) = count(*) AND total > 0
),
denominators AS (
    SELECT check_id, share_id, total FROM totals
    UNION ALL
    SELECT check_id, share_id, whole FROM told WHERE whole > 0
    UNION ALL
    -- What the same sentence counts, and the requests and the kinds of outcomes that the text tells of anywhere.
    SELECT o.check_id, o.share_id, m.value
    FROM told AS o
    JOIN mentions AS m ON m.report_id = o.report_id
    WHERE checking.in_range(m.report_id) AND m.unit_std = 'count' AND m.value >= o.figure AND (m.sentence_start = o.sentence_start
        OR m.indicator_id IN ('foi_requests_received', 'foi_requests_handled', 'foi_requests_closed', 'foi_requests_denied',
            'foi_requests_unable', 'foi_requests_not_processed', 'foi_requests_other_handling'))
),
weighed AS (
    SELECT
        o.check_id, o.share_id,
        bool_or(abs(100 * CAST(n.numerator AS DOUBLE) / d.total - o.share) < o.last_digits / pow(10, o.decimals)) AS agrees
    FROM told AS o
    JOIN numerators AS n ON n.check_id = o.check_id AND n.share_id = o.share_id
    JOIN denominators AS d ON d.check_id = o.check_id AND d.share_id = o.share_id
    GROUP BY o.check_id, o.share_id
),
main AS (
    SELECT check_id, share_id, total, cell_ids, label FROM totals
    QUALIFY row_number() OVER (PARTITION BY check_id, share_id ORDER BY denominator) = 1
)
SELECT
    o.check_id, o.report_id, o.name_zh || '占比' AS place,
    CASE WHEN w.agrees THEN 'pass' WHEN t.total IS NULL THEN 'not_assessable' ELSE 'fail' END AS outcome,
    o.share AS left_value, CAST(round(100 * CAST(o.figure AS DOUBLE) / t.total, o.decimals) AS DECIMAL(38, 6)) AS right_value,
    '正文：' || o.name_zh || '占比（%）' AS left_words, '按表格“' || t.label || '”计（%）' AS right_words,
    [o.share_id] AS left_evidence, list_concat([o.figure_id], coalesce(t.cell_ids, [])) AS right_evidence,
    CASE WHEN t.total IS NULL
        THEN format('正文“{}”写{}，占{}；表格没有可读的总数，无法核对。', o.name_zh, o.figure_surface, o.share_surface)
        ELSE format('正文“{}”写{}，占{}；按表格“{}”{}计为{}%，按其他总数计也不符。', o.name_zh, o.figure_surface, o.share_surface,
            t.label, checking.num(t.total), checking.num(right_value)) END AS message_zh,
    CASE WHEN t.total IS NULL
        THEN format('For “{}” the text gives {}, {} of all; the table has no readable total to compare it with.', o.name_en,
            o.figure_surface, o.share_surface)
        ELSE format('For “{}” the text gives {}, {} of all; of the table''s “{}”, {}, it is {} %, and no other total fits either.',
            o.name_en, o.figure_surface, o.share_surface, t.label, checking.num(t.total), checking.num(right_value)) END
        AS message_en
FROM told AS o
LEFT JOIN weighed AS w ON w.check_id = o.check_id AND w.share_id = o.share_id
LEFT JOIN main AS t ON t.check_id = o.check_id AND t.share_id = o.share_id;

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

-- The unit of an observation behind its number; what is counted (requests, notices) is told by the name of the figure.
CREATE OR REPLACE MACRO checking.unit_zh(unit) AS CASE unit WHEN 'count' THEN '件' WHEN 'CNY' THEN '元' ELSE coalesce(unit, '') END;
CREATE OR REPLACE MACRO checking.unit_en(unit) AS CASE WHEN unit = 'count' THEN '' ELSE coalesce(' ' || unit, '') END;

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
            '“{}”为{}{}，大于“{}”{}{}，多出{}{}。', s_zh, checking.num(s_value), checking.unit_zh(s_unit),
            g_zh, checking.num(g_value), checking.unit_zh(g_unit), checking.num(s_value - g_value), checking.unit_zh(s_unit)
        )
        WHEN 'not_assessable' THEN CASE
            WHEN s_evidence IS NULL THEN format('没有从正文读出“{}”（未写，或写法未能认出），无法核对它是否不超过“{}”。', s_zh, g_zh)
            WHEN g_evidence IS NULL THEN format('正文写有“{}”，但没有读出“{}”（未写，或写法未能认出），无法核对前者是否不超过后者。', s_zh, g_zh)
            ELSE format('“{}”与“{}”{}，无法核对前者是否不超过后者。', s_zh, g_zh,
                CASE WHEN s_unit IS DISTINCT FROM g_unit THEN '单位不同' ELSE '有约数' END) END
    END AS message_zh,
    CASE outcome
        WHEN 'fail' THEN format(
            '“{}” is {}{}, more than “{}”, which is {}{}; the excess is {}{}.', s_en, checking.num(s_value),
            checking.unit_en(s_unit), g_en, checking.num(g_value), checking.unit_en(g_unit), checking.num(s_value - g_value),
            checking.unit_en(s_unit)
        )
        WHEN 'not_assessable' THEN CASE
            WHEN s_evidence IS NULL
                THEN format('No figure was read in the text for “{}” (it is not there, or worded otherwise): whether it stays within “{}” cannot be checked.', s_en, g_en)
            WHEN g_evidence IS NULL
                THEN format('“{}” is stated, but no figure was read for “{}” (it is not there, or worded otherwise): whether the first stays within the second cannot be checked.', s_en, g_en)
            ELSE format('“{}” and “{}” {}: whether the first stays within the second cannot be checked.', s_en, g_en,
                CASE WHEN s_unit IS DISTINCT FROM g_unit THEN 'are in different units' ELSE 'are approximate' END) END
    END AS message_en
FROM judged;

-- Who belongs to whom: all places directly below those that report for a whole jurisdiction.
CREATE TABLE IF NOT EXISTS checking.children (parent_id VARCHAR, issuer_id VARCHAR, issuer VARCHAR);
COMMENT ON TABLE checking.children IS 'The places directly below each place whose report and a part of it are there';
COMMENT ON COLUMN checking.children.parent_id IS 'Issuer';
COMMENT ON COLUMN checking.children.issuer_id IS 'Issuer directly below it';
COMMENT ON COLUMN checking.children.issuer IS 'Its name';

-- One amount ten thousand times the other, within a factor of three.
CREATE OR REPLACE MACRO checking.ten_thousandfold(one, other) AS
    one BETWEEN 3333 * other AND 30000 * other OR other BETWEEN 3333 * one AND 30000 * one;

-- Cells that stay within bounds unless their unit is wrong.
CREATE OR REPLACE TABLE checking.limit_terms (
    check_id VARCHAR, vintage VARCHAR, code VARCHAR, least DECIMAL(38, 6), most DECIMAL(38, 6),
    scopes VARCHAR[], levels VARCHAR[], within_times DECIMAL(38, 6)
);
COMMENT ON TABLE checking.limit_terms IS 'Bounds of cells';
COMMENT ON COLUMN checking.limit_terms.check_id IS 'Rule';
COMMENT ON COLUMN checking.limit_terms.vintage IS 'Vintage of the report';
COMMENT ON COLUMN checking.limit_terms.code IS 'Cell';
COMMENT ON COLUMN checking.limit_terms.least IS 'Least value but 0; NULL for none';
COMMENT ON COLUMN checking.limit_terms.most IS 'Greatest value; NULL for none';
COMMENT ON COLUMN checking.limit_terms.scopes IS 'Scopes of the report that it is asked of; empty for all';
COMMENT ON COLUMN checking.limit_terms.levels IS 'Levels of the issuer that it is asked of; empty for all';
COMMENT ON COLUMN checking.limit_terms.within_times IS 'Not asked of an amount so many times last year''s or more, or less by as much, which another rule tells; NULL for none';

CREATE OR REPLACE MACRO checking.limits(asked) AS TABLE
SELECT
    t.check_id, c.report_id, checking.label(f.line_label) AS place,
    CASE WHEN c.value = 0 OR c.value BETWEEN coalesce(t.least, 0) AND coalesce(t.most, c.value) THEN 'pass' ELSE 'fail' END
        AS outcome,
    c.value AS left_value, CASE WHEN c.value < t.least THEN t.least ELSE coalesce(t.most, t.least) END AS right_value,
    checking.label(f.line_label) AS left_words,
    CASE WHEN c.value < t.least THEN '一般不少于' ELSE '一般不多于' END AS right_words,
    [c.cell_id] AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('“{}”为{}{}{}，一般不{}{}{}{}；请核对单位。', checking.label(f.line_label), checking.num(c.value), f.unit,
        checking.in_yi(c.value, f.unit), CASE WHEN c.value < t.least THEN '少于' ELSE '多于' END,
        checking.num(right_value), f.unit, checking.in_yi(right_value, f.unit)) AS message_zh,
    format('{} is {} {}{}, usually not {} than {} {}{}: is the unit right?', checking.label(f.line_label),
        checking.num(c.value), f.unit, checking.in_yi(c.value, f.unit),
        CASE WHEN c.value < t.least THEN 'less' ELSE 'more' END,
        checking.num(right_value), f.unit, checking.in_yi(right_value, f.unit)) AS message_en
FROM checking.limit_terms AS t
JOIN reports AS r ON r.vintage = t.vintage
JOIN cells AS c ON c.report_id = r.report_id AND c.code = t.code
JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
LEFT JOIN issuers AS i ON i.issuer_id = r.issuer_id
LEFT JOIN checking.previous AS p ON p.report_id = r.report_id
LEFT JOIN cells AS b ON b.report_id = p.previous_id AND b.code = c.code AND b.unit = c.unit AND b.value > 0
WHERE list_contains(asked, t.check_id) AND c.value IS NOT NULL AND (c.unit IS NULL OR c.unit = f.unit)
    AND NOT coalesce(c.value > t.within_times * b.value OR (c.value > 0 AND b.value > t.within_times * c.value), false)
    AND (len(t.scopes) = 0 OR list_contains(t.scopes, r.scope))
    AND (len(t.levels) = 0 OR list_contains(t.levels, i.level));

-- Wholes of the prose with the parts that the text gives them, added up in their order. A text may part a whole twice (by
-- office, then by kind): the first run of parts that makes the whole settles it (`settled`), and what follows is a list of
-- its own, asked where it is closed and of the whole's size. `closed` is a list that ends with what is left (其他), so that
-- nothing can be missing from it.
CREATE OR REPLACE MACRO checking.partitions() AS TABLE
WITH counted AS MATERIALIZED (
    SELECT * FROM mentions
    WHERE is_statistic AND unit_std IN ('count', 'CNY') AND lower = upper AND checking.in_range(report_id)
),
-- What bodies below have of a thing that the text gives for the whole place just before, in the same words: 全县主动公开
-- 2026条。县直各单位主动公开1475条。各乡镇主动公开503条。
below AS (
    SELECT
        p.report_id, p.mention_id,
        arg_max(w.mention_id, w.span_start) FILTER (w.span_start < p.span_start) AS whole_id
    FROM counted AS p
    JOIN counted AS w
        ON w.report_id = p.report_id AND w.section = p.section AND w.unit_std = p.unit_std
        AND p.measure_zh = concat(p.scope, w.measure_zh)
    WHERE p.part_of IS NULL AND p.duplicate_of IS NULL AND w.indicator_id IS NOT NULL AND w.scope LIKE '全%'
        AND w.mention_id NOT IN (SELECT part_of FROM mentions WHERE part_of IS NOT NULL AND checking.in_range(report_id))
        AND regexp_matches(p.scope, '直|乡|镇|街道|部门|单位')
    GROUP BY p.report_id, p.mention_id
),
linked AS (
    SELECT report_id, mention_id, part_of AS whole_id FROM counted WHERE part_of IS NOT NULL AND duplicate_of IS NULL
    UNION ALL
    FROM below WHERE whole_id IS NOT NULL
),
parts AS (
    SELECT
        p.report_id, w.mention_id AS whole_id, w.value AS whole, w.surface, w.span_start AS whole_start,
        coalesce(checking.named(r.vintage, w.indicator_id, i.name_zh), w.measure_zh, w.surface) AS whole_zh, coalesce(i.name_en, w.measure_zh, w.surface) AS whole_en,
        p.mention_id, p.value, p.span_start,
        sum(p.value) OVER so_far AS running, count(*) OVER so_far AS number,
        regexp_matches(substr(t.text, greatest(1, p.span_start - 14), least(15, p.span_start)), '(其他|其它|其余)[^，,、；;。]*$') AS rest,
        p.indicator_id IN ('foi_requests_in_person', 'foi_requests_online', 'foi_requests_by_letter') AS by_channel,
        p.indicator_id IN ('foi_requests_by_natural_persons', 'foi_requests_by_businesses', 'foi_requests_by_organisations')
            AS by_applicant
    FROM linked AS l
    JOIN counted AS p ON p.mention_id = l.mention_id
    JOIN counted AS w ON w.mention_id = l.whole_id AND w.unit_std = p.unit_std
    JOIN texts AS t ON t.report_id = p.report_id
    JOIN reports AS r ON r.report_id = p.report_id
    LEFT JOIN indicators AS i ON i.indicator_id = w.indicator_id
    WHERE checking.in_range(t.report_id)
    WINDOW so_far AS (PARTITION BY l.whole_id ORDER BY p.span_start)
),
runs AS (
    SELECT
        *, running = whole AND number > 1 AS makes_it,
        coalesce(bool_or(running = whole AND number > 1) OVER (
            PARTITION BY whole_id ORDER BY span_start ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), false) AS again
    FROM parts
)
SELECT
    report_id, whole_id, any_value(whole) AS whole, any_value(surface) AS surface, any_value(whole_zh) AS whole_zh,
    any_value(whole_en) AS whole_en, sum(value) AS parts, count(*) AS number,
    bool_or(makes_it) AND NOT again AS settled, arg_max(rest, span_start) AS closed,
    -- Sorted once they are a list: an aggregate that sorts keeps room for each group.
    list_sort(list({start: span_start, mention: mention_id, number: checking.num(value)})) AS told,
    array_to_string(list_transform(told, lambda one: one.number), '＋') AS words,
    list_transform(told, lambda one: one.mention) AS evidence
FROM runs
GROUP BY report_id, whole_id, again
HAVING count(*) > 1 AND NOT (bool_or(coalesce(by_channel, false)) AND bool_or(coalesce(by_applicant, false)))
    AND (NOT again
        OR (arg_max(rest, span_start) AND count(*) > 2 AND sum(value) BETWEEN 0.9 * any_value(whole) AND 1.1 * any_value(whole)));

-- The figures of which outliers are told: those that forms C and D share, and the main ones of form B. On a log scale, so
-- that twice and half are equally far. Where a form was filled for another scope, it is another thing.
CREATE OR REPLACE MACRO checking.measured() AS TABLE
SELECT
    c.report_id, c.cell_id, r.issuer_id, r.report_year, r.vintage, r.scope, i.level, c.code, c.value, ln(1 + c.value) AS size
FROM cells AS c
JOIN reports AS r USING (report_id)
LEFT JOIN issuers AS i ON i.issuer_id = r.issuer_id
WHERE c.value >= 0 AND r.source_kind = 'report' AND r.superseded_by IS NULL AND r.issuer_id IS NOT NULL
    AND r.report_year IS NOT NULL
    AND c.code IN (
        'req_new__total', 'req_carry_out__total', 'res_total__total', 'res_granted__total', 'res_unable_not_held__total',
        'review_total', 'suit_direct_total', 'suit_postreview_total', 'normdoc_in_force', 'licence_decisions',
        'penalty_decisions', 'coercion_decisions', 'adminfee_amount_wanyuan', 'procurement_amount_wanyuan',
        'proactive_info', 'req_received', 'req_closed', 'rep_total', 'pub_website'
    );

-- Sentences that stand word for word in another report, last year's or another issuer's: no more than so many hundredths of
-- what the issuer wrote itself, or fewer than five.
CREATE OR REPLACE MACRO checking.copied(of, most, words) AS TABLE
WITH passages AS (
    SELECT report_id, other_id, list(report_id || ':p' || span_start ORDER BY span_start) AS here,
        list(other_id || ':p' || other_start ORDER BY span_start) AS there
    FROM copied_passages
    WHERE kind = of
    GROUP BY report_id, other_id
)
SELECT
    s.report_id, '正文' AS place,
    CASE WHEN 100 * s.chars > most * s.own_chars AND s.sentences >= 5 THEN 'fail' ELSE 'pass' END AS outcome,
    CAST(round(100 * s.chars / s.own_chars) AS DECIMAL(38, 6)) AS left_value,
    CAST(most AS DECIMAL(38, 6)) AS right_value,
    words AS left_words, '一般不超过（%）' AS right_words,
    coalesce(p.here, []) AS left_evidence, coalesce(p.there, []) AS right_evidence,
    format('正文有{}句（占自撰文字的{}%）与{}{}年度报告逐字相同，请核对是否照抄、数字和情况是否已更新。', s.sentences,
        checking.num(left_value), coalesce(o.issuer, '另一机构'), coalesce(CAST(o.report_year AS VARCHAR), '')) AS message_zh,
    format('{} sentences ({} % of its own text) are word for word those of the report of {} for {}: are they still true?',
        s.sentences, checking.num(left_value), coalesce(o.issuer, 'another issuer'),
        coalesce(CAST(o.report_year AS VARCHAR), 'another year')) AS message_en
FROM copied_shares AS s
JOIN reports AS o ON o.report_id = s.other_id
LEFT JOIN passages AS p ON p.report_id = s.report_id AND p.other_id = s.other_id
WHERE s.kind = of;
