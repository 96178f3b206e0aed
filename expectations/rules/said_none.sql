-- A text that says that there were none, beside a table that counts some. Only a plain denial of all there were in the
-- year is one: its clause names time, the whole place and the thing, and nothing else (未发生败诉案件, 区教育局未收到申请
-- deny other things), so that each is matched from the beginning of a clause to its end.
WITH words AS (
    SELECT
        '(?:20\d\d年度?|本?年度内?|本年|全年度?|年内|今年|报告期内|截至年底|全[省市区县旗州盟乡镇]|[我本](?:[省市区县旗州盟乡镇局委办厅院所校]|街道|机关|单位|部门|系统|办公室)|在|均|共|也|，|,|、)*' AS lead,
        '(?:任何|一起|一件|1起|1件|有|关|于|涉及|因|针对|由|对|依申请公开|政府信息公开|信息公开|政务公开|工作|申请|答复|问题|方面|领域|事项|类|不服|而|被|的|引发|引起|产生|提起|导致)*' AS about,
        '(?:的|申请|案件?|案例|事项|情况|情形|发生|现象|事件)*' AS trail
),
patterns AS (
    SELECT
        format('^{}(?:没有|尚未|未|无)(?:被|发生|出现|产生|收到|接到|引发|引起|涉及|存在|过|有)*{}', lead, about) AS denied,
        '行政复议|复议' AS reviews, '行政诉讼|诉讼' AS suits,
        format('{}(?:(?:、|和|或者?|及|以及|与|，|,)(?:也|且|没有|未|无|被|发生|引发|提起|申请|因|政府信息公开|信息公开)*(?:(?:行政)?(?:复议|诉讼|应诉)|举报|投诉){}', trail, trail)
            || ')*$' AS goes_on,
        format('^{}(?:没有|尚未|未|无)(?:收到|接到|接收|有|任何|过|公民|法人|和|或者?|其[他它]组织|、|提出的?|提交的?|有关|关于|要求|书面|政府|信息|依申请|公开|的)*(?:公开|信息)的?申请(?:公开|公开政府信息)?{}$', lead, trail) AS no_requests,
        format('^{}(?:没有|无)依申请公开(?:的|申请|件|案件|事项|情况|信息|政府信息)*$', lead) AS no_requests_either,
        format('^{}{}', lead, about) AS begins,
        '(?:案件|申请|案)?(?:数量?|总数)?(?:均?为|共|有|发生)?[:：]?(?:0|０|零)[件起宗例]' AS nought
    FROM words
),
-- Tables have no full stops: a line that ends with a number ends what stands before it, too.
pieces AS (
    SELECT
        s.report_id,
        regexp_replace(unnest(string_split_regex(regexp_replace(
            substr(t.text, s.span_start + length(s.heading) + 1, s.span_end - s.span_start - length(s.heading)),
            '([^\p{Han}，、,])\n', '\1。', 'g'), '[。；;！？!?]')), '\s+|^[（(]?[一二三四五六七八九十\d]+[）)、.．]', '', 'g') AS piece
    FROM sections AS s
    JOIN texts AS t USING (report_id)
    WHERE s.section IN ('overview', 'proactive', 'requests', 'remedies', 'other')
),
-- Each piece, and each clause of it that begins with the denial.
clauses AS (
    SELECT DISTINCT report_id, piece AS clause FROM pieces WHERE length(piece) BETWEEN 3 AND 120
    UNION
    SELECT report_id, regexp_extract(piece, '[，,]((?:没有|未|无)[^，,]+)$', 1) FROM pieces
    WHERE length(piece) BETWEEN 3 AND 120 AND regexp_matches(piece, '^[^，,]{0,12}年[^，,]{0,4}[，,](?:没有|未|无)[^，,]+$')
),
denials AS (
    SELECT
        c.report_id, c.clause,
        regexp_matches(c.clause, p.denied || '(?:' || p.reviews || ')' || p.goes_on)
            OR (contains(c.clause, '复议') AND regexp_matches(c.clause, p.denied || '(?:' || p.suits || ')' || p.goes_on))
            OR regexp_matches(c.clause, p.begins || '(?:' || p.reviews || ')' || p.nought) AS reviews,
        contains(c.clause, '诉讼') AND (
            regexp_matches(c.clause, p.denied || '(?:' || p.reviews || '|' || p.suits || ')' || p.goes_on)
            OR regexp_matches(c.clause, '(?:^' || '|[，,、])' || '(?:发生|提起)?(?:' || p.suits || ')' || p.nought || '$')
                AND regexp_matches(c.clause, p.begins || '(?:' || p.reviews || '|' || p.suits || ')' || p.nought)) AS suits,
        regexp_matches(c.clause, p.no_requests) OR regexp_matches(c.clause, p.no_requests_either) AS requests,
        regexp_extract(c.clause, '(20\d\d)年', 1) AS said_year,
        regexp_matches(c.clause, '[我本](?:局|委|办|厅|院|所|校|机关|单位|部门|办公室)') AS of_one_body,
        contains(c.clause, '公开') AS of_disclosure
    FROM clauses AS c
    CROSS JOIN patterns AS p
    WHERE regexp_matches(c.clause, '复议|诉讼|申请|依申请') AND regexp_matches(c.clause, '没有|未|无|0|０|零')
),
said AS (
    SELECT d.report_id, what, arg_min(clause, length(clause)) AS clause, bool_and(NOT of_disclosure) AS bare
    FROM (
        SELECT *, unnest([
            CASE WHEN requests THEN 'requests' END, CASE WHEN reviews THEN 'reviews' END, CASE WHEN suits THEN 'suits' END
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
        CASE WHEN code LIKE 'req%' THEN 'requests' WHEN code LIKE 'review%' THEN 'reviews' ELSE 'suits' END AS what,
        sum(CASE WHEN code LIKE '%pending' THEN -value ELSE value END) AS value,
        coalesce(sum(value) FILTER (code NOT LIKE '%pending'), 0) AS total,
        bool_or(value IS NULL AND code NOT LIKE '%pending') AS blank,
        list(cell_id ORDER BY code) FILTER (value > 0 AND code NOT LIKE '%pending') AS filled,
        list(cell_id ORDER BY code) AS evidence
    FROM cells
    WHERE code IN (
        'req_new__total', 'req_received', 'req_received__year', 'review_total', 'review_pending', 'review_total__year',
        'suit_total', 'suit_total__year', 'suit_direct_total', 'suit_direct_pending', 'suit_postreview_total',
        'suit_postreview_pending'
    )
    GROUP BY ALL
),
-- Figures of the same thing in the text: with them, what is denied without a word of disclosure may be another thing; and a
-- nought that was read as one is held against the table by T-5.
figured AS (
    SELECT
        report_id, CASE indicator_id WHEN 'foi_reviews' THEN 'reviews' WHEN 'foi_lawsuits' THEN 'suits' END AS what,
        bool_or(value = 0) AS nought
    FROM observations
    WHERE indicator_id IN ('foi_reviews', 'foi_lawsuits') AND evidence_kind = 'mention'
    GROUP BY ALL
)
SELECT
    s.report_id, names.zh AS place,
    -- Those pending at the end of the year may have been brought before it.
    CASE WHEN coalesce(c.value, 0) > 0 THEN 'fail' WHEN c.blank THEN 'not_assessable' ELSE 'pass' END AS outcome,
    CASE WHEN NOT c.blank OR c.total > 0 THEN c.total END AS left_value, CAST(0 AS DECIMAL(38, 6)) AS right_value,
    '表格：' || names.zh AS left_words, '正文称没有' AS right_words,
    coalesce(c.filled, c.evidence) AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    CASE WHEN coalesce(c.value, 0) > 0
        THEN format('正文写“{}”，而表格中{}为{}。', s.clause, names.zh, checking.num(c.total))
        ELSE format('正文写“{}”，而表格中{}没有可读的数，无法核对。', s.clause, names.zh) END AS message_zh,
    CASE WHEN coalesce(c.value, 0) > 0
        THEN format('The text says that there were no {} (“{}”), but the table counts {}.', names.en, s.clause,
            checking.num(c.total))
        ELSE format('The text says that there were no {} (“{}”); the table has no readable number to compare it with.',
            names.en, s.clause) END AS message_en
FROM said AS s
JOIN counted AS c ON c.report_id = s.report_id AND c.what = s.what
JOIN (VALUES ('requests', '新收申请', 'requests'), ('reviews', '行政复议', 'reconsiderations'), ('suits', '行政诉讼', 'lawsuits'))
    AS names (what, zh, en) ON names.what = s.what
LEFT JOIN figured AS f ON f.report_id = s.report_id AND f.what = s.what
WHERE f.report_id IS NULL OR NOT (s.bare OR f.nought)
