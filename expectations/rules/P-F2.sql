-- The information-processing fee is charged in steps of 10 元 (100 元 by item, 10, 20 and 40 元 by page), and where there
-- are cases there is an amount.
WITH amounts AS MATERIALIZED (
    SELECT *, 'notified' AS kind FROM checking.figures('foi_fee_notified_amount')
    UNION ALL
    SELECT *, 'collected' FROM checking.figures('foi_fee_collected_amount')
),
-- 1865元 is no slip of the unit: that is asked of what is printed in 万元, of less than the least fee, and of an amount ten
-- thousand times the other one, or a ten-thousandth of it.
by_tariff AS (
    SELECT
        a.*,
        a.value < 10 OR coalesce(checking.ten_thousandfold(a.value, o.value), false) OR EXISTS (
            FROM mentions AS m WHERE m.mention_id = a.evidence[1] AND contains(m.surface, '万')
        ) AS by_unit
    FROM amounts AS a
    LEFT JOIN amounts AS o ON o.report_id = a.report_id AND o.scope = a.scope AND o.scope_name IS NOT DISTINCT FROM a.scope_name
        AND o.kind <> a.kind AND o.value > 0
    WHERE a.value IS NOT NULL AND a.lower = a.upper AND a.unit = '元'
)
SELECT
    f.report_id, f.name_zh AS place, CASE WHEN f.value % 10 = 0 THEN 'pass' ELSE 'fail' END AS outcome,
    f.value AS left_value, f.value % 10 AS right_value,
    f.name_zh AS left_words, '除以10元的余数' AS right_words,
    f.evidence AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('{}为{}元，不是10元的整数倍，与收费标准不符{}。', f.name_zh, checking.num(f.value),
        CASE WHEN f.by_unit THEN '；请核对是否以万元填写' ELSE '' END) AS message_zh,
    format('“{}” is {} 元, no multiple of 10 元 as the tariff requires{}', f.name_en, checking.num(f.value),
        CASE WHEN f.by_unit THEN '; was it given in 万元?' ELSE '.' END) AS message_en
FROM by_tariff AS f
UNION ALL BY NAME
SELECT
    a.report_id, a.name_zh || '与件数' AS place, CASE WHEN (a.value = 0) = (c.value = 0) THEN 'pass' ELSE 'fail' END AS outcome,
    a.value AS left_value, c.value AS right_value, a.name_zh AS left_words, c.name_zh AS right_words,
    a.evidence AS left_evidence, c.evidence AS right_evidence,
    format('{}为{}元，而{}为{}件：金额与件数应同时为0或同时不为0。', a.name_zh, checking.num(a.value), c.name_zh,
        checking.num(c.value)) AS message_zh,
    format('“{}” is {} 元, but “{}” is {}: both are nought or neither is.', a.name_en, checking.num(a.value), c.name_en,
        checking.num(c.value)) AS message_en
FROM amounts AS a
JOIN (
    SELECT *, 'notified' AS kind FROM checking.figures('foi_fee_notices_issued')
    UNION ALL
    SELECT *, 'collected' FROM checking.figures('foi_fee_cases_collected')
) AS c ON c.report_id = a.report_id AND c.kind = a.kind AND c.scope = a.scope
WHERE a.value IS NOT NULL AND a.lower = a.upper AND c.value IS NOT NULL AND c.lower = c.upper
