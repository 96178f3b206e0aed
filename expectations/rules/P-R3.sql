-- Among a hundred requests or more, 本机关不掌握 is mostly the first or second outcome, and state secrets are few.
WITH outcomes_of AS (
    SELECT
        c.report_id, c.cell_id, c.line, c.value,
        rank() OVER (PARTITION BY c.report_id ORDER BY c.value DESC) AS place_from_top,
        bool_and(c.value IS NOT NULL) OVER (PARTITION BY c.report_id) AS whole,
        sum(c.value) OVER (PARTITION BY c.report_id) AS all_of_them
    FROM cells AS c
    JOIN reports AS r USING (report_id)
    WHERE r.vintage IN ('C', 'D') AND c.applicant = 'total' AND c.line LIKE 'res\_%' ESCAPE '\' AND c.line <> 'res_total'
        AND c.cell_state <> 'absent_row'
)
SELECT
    report_id, '本机关不掌握相关政府信息' AS place, CASE WHEN place_from_top > 2 THEN 'fail' ELSE 'pass' END AS outcome,
    value AS left_value, all_of_them AS right_value, '本机关不掌握' AS left_words, '全部办理结果' AS right_words,
    [cell_id] AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('“本机关不掌握相关政府信息”{}件，列各办理结果第{}位，较少见。', checking.num(value), place_from_top) AS message_zh,
    format('“Not held” is {} and only number {} among the outcomes, which is unusual.', checking.num(value),
        place_from_top) AS message_en
FROM outcomes_of
WHERE whole AND all_of_them >= 100 AND line = 'res_unable_not_held'
UNION ALL BY NAME
SELECT
    report_id, '属于国家秘密' AS place, CASE WHEN 10 * value > all_of_them THEN 'fail' ELSE 'pass' END AS outcome,
    value AS left_value, all_of_them AS right_value, '属于国家秘密' AS left_words, '全部办理结果' AS right_words,
    [cell_id] AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('“属于国家秘密”{}件，超过全部办理结果{}件的一成，较少见。', checking.num(value), checking.num(all_of_them))
        AS message_zh,
    format('{} requests were refused as state secrets, more than a tenth of all {}, which is unusual.',
        checking.num(value), checking.num(all_of_them)) AS message_en
FROM outcomes_of
WHERE whole AND all_of_them >= 100 AND line = 'res_denied_state_secret'
