-- A text that says that there were none, beside a table that counts some. Only a plain denial of all there were in the
-- year is one: its clause names time, the whole place and the thing, and nothing else (未发生败诉案件, 区教育局未收到申请
-- deny other things), so that each is matched from the beginning of a clause to its end.
WITH
-- Tables have no full stops: a line that ends with a number ends what stands before it, too. One character takes the place
-- of one, so that each piece keeps its place in the text.
parted AS (
    SELECT
        s.report_id, s.section, s.span_start + length(s.heading) AS begins,
        string_split_regex(regexp_replace(
            substr(t.text, s.span_start + length(s.heading) + 1, s.span_end - s.span_start - length(s.heading)),
            '([^\p{Han}，、,])\n', '\1。', 'g'), '[。；;！？!?]') AS parts
    FROM sections AS s
    JOIN texts AS t USING (report_id)
    WHERE s.section IN ('overview', 'proactive', 'requests', 'remedies', 'other')
),
placed AS (
    SELECT
        report_id, section, piece,
        begins + coalesce(sum(length(piece) + 1) OVER (
            PARTITION BY report_id, section, begins ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS piece_begins
    FROM (SELECT report_id, section, begins, unnest(parts) AS piece, generate_subscripts(parts, 1) AS number FROM parted)
),
pieces AS (
    SELECT
        report_id, section, piece, length(regexp_extract(piece, '^\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．])?\s*')) AS numbered,
        regexp_replace(piece[numbered + 1:], '\s+', '', 'g') AS words, piece_begins + numbered AS begins,
        piece_begins + length(regexp_replace(piece, '\s+$', '')) AS ends
    FROM placed
    -- Few pieces speak of such things and have a word for none, spaces in them or not.
    WHERE regexp_matches(piece, '[复诉申费]') AND regexp_matches(piece, '[没未无0０零]')
),
-- Each piece, and each clause of it that begins with the denial.
clauses AS (
    SELECT report_id, section, words AS clause, begins, ends FROM pieces
    WHERE length(words) BETWEEN 3 AND 120 AND regexp_matches(words, '复议|诉讼|申请|费用')
    UNION ALL
    SELECT
        report_id, section, regexp_extract(words, '[，,]((?:没有|未|无)[^，,]+)$', 1),
        ends - length(regexp_extract(regexp_replace(piece, '\s+$', ''), '[^，,]*$')), ends
    FROM pieces
    WHERE length(words) BETWEEN 3 AND 120 AND regexp_matches(words, '^[^，,]{0,12}年[^，,]{0,4}[，,](?:没有|未|无)[^，,]+$')
),
denials AS (
    SELECT
        c.*,
        -- Its words have 复议 in them where it names reviews, and 诉讼 where it names lawsuits.
        (contains(c.clause, '复议') AND c.denied)
            OR regexp_matches(c.clause, checking.clause_begins() || '(?:' || checking.words_reviews() || ')' || checking.nought()) AS reviews,
        contains(c.clause, '诉讼') AND (
            c.denied
            OR regexp_matches(c.clause, '(?:^' || '|[，,、])' || '(?:发生|提起)?(?:' || checking.words_suits() || ')' || checking.nought() || '$')
                AND regexp_matches(c.clause, checking.clause_begins() || '(?:' || checking.words_reviews() || '|' || checking.words_suits() || ')' || checking.nought())) AS suits,
        -- 公报免费发放。未收取任何费用 is of the gazette.
        contains(c.clause, '费用') AND (c.section = 'requests' OR contains(c.clause, '申请'))
            AND regexp_matches(c.clause, checking.no_fees()) AS fees,
        regexp_matches(c.clause, checking.no_requests()) OR regexp_matches(c.clause, checking.no_requests_either()) AS requests,
        regexp_extract(c.clause, '(20\d\d)年', 1) AS said_year,
        regexp_matches(c.clause, '[我本](?:局|委|办|厅|院|所|校|机关|单位|部门|办公室)') AS of_one_body,
        contains(c.clause, '公开') AS of_disclosure
    FROM (
        SELECT
            *,
            regexp_matches(clause, checking.denied() || '(?:' || checking.words_reviews() || '|' || checking.words_suits() || ')' || checking.goes_on()) AS denied
        FROM clauses
        WHERE regexp_matches(clause, '没有|未|无|0|０|零')
    ) AS c
),
said AS (
    SELECT
        d.report_id, what, arg_min({clause: clause, begins: begins, ends: ends}, length(clause) * 1000000 + begins) AS said,
        bool_and(NOT of_disclosure) AS bare
    FROM (
        SELECT *, unnest([
            CASE WHEN requests THEN 'requests' END, CASE WHEN reviews THEN 'reviews' END,
            CASE WHEN suits THEN 'suits' END, CASE WHEN fees THEN 'fees' END
        ]) AS what
        FROM denials
    ) AS d
    JOIN reports AS r USING (report_id)
    -- What one office had is not what the whole place had, and last year's is not this year's.
    WHERE what IS NOT NULL AND r.source_kind = 'report' AND r.report_year IS NOT NULL
        AND (said_year = '' OR said_year = CAST(r.report_year AS VARCHAR)) AND (NOT of_one_body OR r.scope = 'organ')
    GROUP BY d.report_id, what
),
counted AS (
    SELECT
        report_id,
        CASE WHEN code LIKE 'req%' THEN 'requests' WHEN code LIKE 'review%' THEN 'reviews' WHEN code LIKE 'fee%' THEN 'fees'
            ELSE 'suits' END AS what,
        sum(CASE WHEN code LIKE '%pending' THEN -value ELSE value END) AS value,
        coalesce(sum(value) FILTER (code NOT LIKE '%pending'), 0) AS total,
        bool_or(value IS NULL AND code NOT LIKE '%pending') AS blank,
        max(unit) FILTER (code LIKE 'fee%') AS unit,
        list(cell_id ORDER BY code) FILTER (value > 0 AND code NOT LIKE '%pending') AS filled,
        list(cell_id ORDER BY code) AS evidence
    FROM cells
    WHERE code IN (
        'req_new__total', 'req_received', 'req_received__year', 'review_total', 'review_pending', 'review_total__year',
        'suit_total', 'suit_total__year', 'suit_direct_total', 'suit_direct_pending', 'suit_postreview_total',
        'suit_postreview_pending', 'fee_foi_wanyuan', 'fee_foi_yuan__year'
    )
    GROUP BY ALL
),
-- Figures of the same thing in the text: with them, what is denied without a word of disclosure may be another thing; and a
-- nought that was read as one is held against the table by T-5.
figured AS (
    SELECT
        report_id, CASE indicator_id WHEN 'foi_reviews' THEN 'reviews' WHEN 'foi_lawsuits' THEN 'suits' ELSE 'fees' END AS what,
        bool_or(value = 0) AS nought
    FROM observations
    WHERE indicator_id IN ('foi_reviews', 'foi_lawsuits', 'foi_copy_fee_amount', 'foi_fee_collected_amount') AND evidence_kind = 'mention'
    GROUP BY ALL
)
SELECT
    s.report_id, names.zh AS place,
    -- Those pending at the end of the year may have been brought before it.
    CASE WHEN coalesce(c.value, 0) > 0 THEN 'fail' WHEN c.blank THEN 'not_assessable' ELSE 'pass' END AS outcome,
    CASE WHEN NOT c.blank OR c.total > 0 THEN c.total END AS left_value, CAST(0 AS DECIMAL(38, 6)) AS right_value,
    '表格：' || names.zh AS left_words, '正文称没有' AS right_words,
    coalesce(c.filled, c.evidence) AS left_evidence,
    [checking.words_at(s.report_id, s.said.begins, s.said.ends)] AS right_evidence,
    CASE WHEN coalesce(c.value, 0) > 0
        THEN format('正文写“{}”，而表格中{}为{}{}。', s.said.clause, names.zh, checking.num(c.total), coalesce(c.unit, ''))
        ELSE format('正文写“{}”，而表格中{}没有可读的数，无法核对。', s.said.clause, names.zh) END AS message_zh,
    CASE WHEN coalesce(c.value, 0) > 0
        THEN format('The text says that there were no {} (“{}”), but the table gives {}.', names.en, s.said.clause,
            checking.num(c.total) || coalesce(' ' || c.unit, ''))
        ELSE format('The text says that there were no {} (“{}”); the table has no readable number to compare it with.',
            names.en, s.said.clause) END AS message_en
FROM said AS s
JOIN counted AS c ON c.report_id = s.report_id AND c.what = s.what
JOIN (VALUES ('requests', '新收申请', 'requests'), ('reviews', '行政复议', 'reconsiderations'), ('suits', '行政诉讼', 'lawsuits'),
        ('fees', '依申请公开信息收取的费用', 'fees'))
    AS names (what, zh, en) ON names.what = s.what
LEFT JOIN figured AS f ON f.report_id = s.report_id AND f.what = s.what
-- An amount in the text says of itself what was charged, whatever else was not.
WHERE f.report_id IS NULL OR NOT (s.bare OR f.nought OR s.what = 'fees')
