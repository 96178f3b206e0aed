-- A share lies between 0 and 100; growth need not.
WITH shares AS (
    SELECT
        m.report_id, m.mention_id, m.value, m.surface, coalesce(m.measure_zh, '') AS measure,
        m.growth_of IS NOT NULL
            OR regexp_matches(
                coalesce(m.measure_zh, '')
                    || substr(t.text, m.sentence_start + 1, m.sentence_end - m.sentence_start),
                '增长|增加|上升|提高|提升|下降|减少|降低|同比|环比|增幅|降幅|比增|翻'
            ) AS may_be_growth
    FROM mentions AS m
    JOIN texts AS t USING (report_id)
    WHERE m.is_statistic AND m.unit_std = 'percent' AND m.value IS NOT NULL
)
SELECT
    report_id, surface AS place,
    CASE WHEN value BETWEEN 0 AND 100 THEN 'pass' ELSE 'fail' END AS outcome,
    value AS left_value, CAST(100 AS DECIMAL(38, 6)) AS right_value,
    measure || surface AS left_words, '0%至100%' AS right_words,
    [mention_id] AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('“{}{}”不在0%至100%之间。', measure, surface) AS message_zh,
    format('{} {} is not between 0 % and 100 %.', measure, surface) AS message_en
FROM shares
WHERE NOT may_be_growth
