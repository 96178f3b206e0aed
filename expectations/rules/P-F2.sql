-- The information-processing fee is charged in steps of 10 元 (100 元 by item, 10, 20 and 40 元 by page), and where there
-- are cases there is an amount.
WITH amounts AS MATERIALIZED (
    SELECT *, 'notified' AS kind FROM checking.figures('foi_fee_notified_amount')
    UNION ALL
    SELECT *, 'collected' FROM checking.figures('foi_fee_collected_amount')
)
SELECT
    f.report_id, f.name_zh AS place, CASE WHEN f.value % 10 = 0 THEN 'pass' ELSE 'fail' END AS outcome,
    f.value AS left_value, f.value % 10 AS right_value,
    f.name_zh AS left_words, '除以10元的余数' AS right_words,
    f.evidence AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('{}为{}元，不是10元的整数倍，与收费标准不符；请核对是否以万元填写。', f.name_zh, checking.num(f.value)) AS message_zh,
    format('{} is {} 元, no multiple of 10 元 as the tariff requires; was it given in 万元?', f.name_en,
        checking.num(f.value)) AS message_en
FROM amounts AS f
WHERE f.value IS NOT NULL AND f.lower = f.upper AND f.unit = '元'
UNION ALL BY NAME
SELECT
    a.report_id, a.name_zh || '与件数' AS place, CASE WHEN (a.value = 0) = (c.value = 0) THEN 'pass' ELSE 'fail' END AS outcome,
    a.value AS left_value, c.value AS right_value, a.name_zh AS left_words, c.name_zh AS right_words,
    a.evidence AS left_evidence, c.evidence AS right_evidence,
    format('{}为{}元，而{}为{}件：金额与件数应同时为0或同时不为0。', a.name_zh, checking.num(a.value), c.name_zh,
        checking.num(c.value)) AS message_zh,
    format('{} is {} 元, but {} is {}: both are nought or neither is.', a.name_en, checking.num(a.value), c.name_en,
        checking.num(c.value)) AS message_en
FROM amounts AS a
JOIN (
    SELECT *, 'notified' AS kind FROM checking.figures('foi_fee_notices_issued')
    UNION ALL
    SELECT *, 'collected' FROM checking.figures('foi_fee_cases_collected')
) AS c ON c.report_id = a.report_id AND c.kind = a.kind AND c.scope = a.scope
WHERE a.value IS NOT NULL AND a.lower = a.upper AND c.value IS NOT NULL AND c.lower = c.upper
