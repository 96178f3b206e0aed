-- Different exact figures for one thing in one text. Which is right only the issuer can say: none of them is preferred.
SELECT
    report_id, any_value(name_zh) AS place, CASE WHEN count(DISTINCT value) > 1 THEN 'fail' ELSE 'pass' END AS outcome,
    max(value) AS left_value, min(value) AS right_value, any_value(name_zh) AS left_words, any_value(name_zh) AS right_words,
    list(evidence_id ORDER BY evidence_id) FILTER (value = most) AS left_evidence,
    list(evidence_id ORDER BY evidence_id) FILTER (value < most) AS right_evidence,
    format('正文对“{}”给出不同的数：{}；无法判断以哪个为准，均未采用。', any_value(name_zh),
        string_agg(DISTINCT checking.num(value), '、' ORDER BY checking.num(value))) AS message_zh,
    format('For “{}” the text gives different figures: {}; none of them is used.', any_value(name_en),
        string_agg(DISTINCT checking.num(value), ', ' ORDER BY checking.num(value))) AS message_en
FROM (
    SELECT *, max(value) OVER thing AS most, count(*) OVER thing AS times
    FROM (
        -- What was closed, and what was answered in time, are two shares under one name.
        SELECT
            o.*, checking.named(r.vintage, o.indicator_id, i.name_zh) AS name_zh, i.name_en,
            o.indicator_id = 'foi_answer_on_time_rate' AND NOT regexp_matches(coalesce(m.measure_zh, ''), '按[时期]|及时|法定') AS not_in_time
        FROM observations AS o
        JOIN reports AS r ON r.report_id = o.report_id
        JOIN indicators AS i ON i.indicator_id = o.indicator_id
        LEFT JOIN mentions AS m ON m.mention_id = o.evidence_id AND checking.in_range(m.report_id)
    )
    WHERE evidence_kind = 'mention' AND lower = upper AND checking.in_range(report_id)
        -- A figure told as a part is not the thing again: 废止3件，宣布失效16件 of one list.
        AND evidence_id NOT IN (
            SELECT mention_id FROM mentions
            WHERE checking.in_range(report_id) AND (duplicate_of IS NOT NULL OR part_of IS NOT NULL)
        )
    WINDOW thing AS (PARTITION BY report_id, indicator_id, scope, scope_name, period, not_in_time)
)
WHERE times > 1
GROUP BY report_id, indicator_id, scope, scope_name, period, not_in_time
