-- Parts of a figure of the text that do not make it: three or more that make too much, or a list that ends with what is
-- left (其他) and does not come out. Lists that name some parts only are not asked. And the outcomes of requests, where the
-- text tells all kinds of them beside the requests closed, be it in sentences of their own.
WITH partitions AS MATERIALIZED (
    SELECT
        report_id, whole_zh, whole_en, whole, surface, parts, number, words, [whole_id] AS left_evidence, evidence,
        settled OR whole = parts AS holds
    FROM checking.partitions()
    WHERE settled OR whole = parts OR closed OR (number > 2 AND parts > whole)
),
outcomes AS (
    SELECT
        o.report_id, o.scope, o.scope_name, o.indicator_id, any_value(o.evidence_id) AS mention_id, any_value(o.value) AS value,
        any_value(checking.named(r.vintage, o.indicator_id, i.name_zh)) AS name_zh, any_value(i.name_en) AS name_en, any_value(m.surface) AS surface,
        any_value(m.part_of) AS part_of, any_value(m.span_start) AS span_start
    FROM observations AS o
    JOIN mentions AS m ON m.mention_id = o.evidence_id
    JOIN indicators AS i ON i.indicator_id = o.indicator_id
    JOIN reports AS r ON r.report_id = o.report_id AND r.source_kind = 'report'
    WHERE o.period = format('year:{}', o.report_year) AND o.lower = o.upper AND m.duplicate_of IS NULL AND o.scope <> 'part'
        AND o.indicator_id IN (
            'foi_requests_closed', 'foi_requests_granted', 'foi_requests_partly_granted', 'foi_requests_granted_or_partly',
            'foi_requests_denied', 'foi_requests_unable', 'foi_requests_not_processed', 'foi_requests_other_handling'
        )
        AND o.evidence_kind = 'mention' AND checking.in_range(o.report_id) AND checking.in_range(m.report_id)
    GROUP BY o.report_id, o.scope, o.scope_name, o.indicator_id
    HAVING count(DISTINCT o.value) = 1
),
together AS (
    SELECT
        report_id, scope, scope_name, sum(value) AS parts, count(*) AS number,
        coalesce(max(value) FILTER (indicator_id = 'foi_requests_partly_granted'), 0) AS partly,
        list_sort(list({start: span_start, mention: mention_id, number: checking.num(value)})) AS told,
        array_to_string(list_transform(told, lambda one: one.number), '＋') AS words,
        list_transform(told, lambda one: one.mention) AS evidence, list(part_of) AS part_of
    FROM outcomes
    WHERE indicator_id <> 'foi_requests_closed'
    GROUP BY report_id, scope, scope_name
    HAVING count(*) FILTER (
            indicator_id IN (
                'foi_requests_denied', 'foi_requests_unable', 'foi_requests_not_processed', 'foi_requests_other_handling'
            )
        ) = 4
        -- Granted and partly granted, each or both in one.
        AND list_sort(list(indicator_id) FILTER (indicator_id LIKE '%granted%')) IN (
            ['foi_requests_granted', 'foi_requests_partly_granted'], ['foi_requests_granted_or_partly']
        )
)
SELECT
    report_id, whole_zh AS place, CASE WHEN holds THEN 'pass' ELSE 'fail' END AS outcome,
    whole AS left_value, parts AS right_value, '正文：' || whole_zh AS left_words, '各项：' || words AS right_words,
    left_evidence, evidence AS right_evidence,
    format('正文“{}”为{}，所列{}项相加为{}（{}），{}{}。', whole_zh, surface, number, checking.num(parts), words,
        CASE WHEN parts > whole THEN '多' ELSE '少' END, checking.num(abs(parts - whole))) AS message_zh,
    format('The text gives {} for “{}”; its {} parts add up to {} ({}), {} {}.', checking.num(whole), whole_en, number,
        checking.num(parts), words, checking.num(abs(parts - whole)), CASE WHEN parts > whole THEN 'more' ELSE 'less' END)
        AS message_en
FROM (
    FROM partitions
    UNION ALL BY NAME
    SELECT
        c.report_id, c.name_zh AS whole_zh, c.name_en AS whole_en, c.value AS whole, c.surface, t.parts, t.number, t.words,
        [c.mention_id] AS left_evidence, t.evidence,
        -- 予以公开 may count 部分公开 in; and the outcomes may be those of the table, with what was carried in.
        c.value IN (t.parts, t.parts - t.partly) OR coalesce(n.value IN (t.parts, t.parts - t.partly), false) AS holds
    FROM together AS t
    JOIN outcomes AS c
        ON c.report_id = t.report_id AND c.scope = t.scope AND c.scope_name IS NOT DISTINCT FROM t.scope_name
        AND c.indicator_id = 'foi_requests_closed'
    LEFT JOIN cells AS n ON n.report_id = t.report_id AND n.code = 'res_total__total' AND checking.in_range(n.report_id)
    -- Where they are told as its parts, that has been asked above.
    WHERE NOT coalesce(list_contains(t.part_of, c.mention_id), false)
)
