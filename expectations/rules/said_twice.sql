-- Different exact figures for one thing in one text. Which is right only the issuer can say: none of them is preferred.
SELECT
    o.report_id, any_value(checking.named(r.vintage, o.indicator_id, i.name_zh)) AS place, CASE WHEN count(DISTINCT o.value) > 1 THEN 'fail' ELSE 'pass' END AS outcome,
    max(o.value) AS left_value, min(o.value) AS right_value,
    any_value(checking.named(r.vintage, o.indicator_id, i.name_zh)) AS left_words, any_value(checking.named(r.vintage, o.indicator_id, i.name_zh)) AS right_words,
    list(o.evidence_id ORDER BY o.evidence_id) FILTER (o.value = most) AS left_evidence,
    list(o.evidence_id ORDER BY o.evidence_id) FILTER (o.value < most) AS right_evidence,
    format('正文对“{}”给出不同的数：{}；无法判断以哪个为准，均未采用。', any_value(checking.named(r.vintage, o.indicator_id, i.name_zh)),
        string_agg(DISTINCT checking.num(o.value), '、' ORDER BY checking.num(o.value))) AS message_zh,
    format('For {} the text gives different figures: {}; none of them is used.', any_value(i.name_en),
        string_agg(DISTINCT checking.num(o.value), ', ' ORDER BY checking.num(o.value))) AS message_en
FROM (
    SELECT *, max(value) OVER (PARTITION BY report_id, indicator_id, scope, scope_name, period, not_in_time) AS most
    FROM (
        -- What was closed, and what was answered in time, are two shares under one name.
        SELECT o.*, o.indicator_id = 'foi_answer_on_time_rate' AND NOT regexp_matches(coalesce(m.measure_zh, ''), '按[时期]|及时|法定') AS not_in_time
        FROM observations AS o
        LEFT JOIN mentions AS m ON m.mention_id = o.evidence_id
    )
    WHERE evidence_kind = 'mention' AND lower = upper
        -- A figure told as a part is not the thing again: 废止3件，宣布失效16件 of one list.
        AND evidence_id NOT IN (SELECT mention_id FROM mentions WHERE duplicate_of IS NOT NULL OR part_of IS NOT NULL)
) AS o
JOIN reports AS r ON r.report_id = o.report_id
JOIN indicators AS i USING (indicator_id)
GROUP BY o.report_id, o.indicator_id, o.scope, o.scope_name, o.period, o.not_in_time
HAVING count(*) > 1
