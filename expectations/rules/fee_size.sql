-- The tariff of the information-processing fee ends at 40 元 a page: 100,000 元 a case would be thousands of pages. More is
-- mostly 元 told as 万元.
WITH pairs AS (
    SELECT a.*, c.value AS cases, c.evidence AS case_evidence, c.name_zh AS cases_zh, c.name_en AS cases_en
    FROM (
        SELECT *, 'notified' AS kind FROM checking.figures('foi_fee_notified_amount')
        UNION ALL
        SELECT *, 'collected' FROM checking.figures('foi_fee_collected_amount')
    ) AS a
    JOIN (
        SELECT *, 'notified' AS kind FROM checking.figures('foi_fee_notices_issued')
        UNION ALL
        SELECT *, 'collected' FROM checking.figures('foi_fee_cases_collected')
    ) AS c ON c.report_id = a.report_id AND c.kind = a.kind AND c.scope = a.scope
    WHERE a.lower = a.upper AND c.lower = c.upper AND a.unit = '元' AND c.value > 0
)
SELECT
    report_id, name_zh AS place, CASE WHEN value <= 100000 * cases THEN 'pass' ELSE 'fail' END AS outcome,
    value AS left_value, 100000 * cases AS right_value, name_zh AS left_words, '每件不多于10万元' AS right_words,
    evidence AS left_evidence, case_evidence AS right_evidence,
    format('{}为{}元，{}为{}件，平均每件{}元；请核对是否把元写成了万元。', name_zh, checking.num(value), cases_zh,
        checking.num(cases), checking.num(round(value / cases))) AS message_zh,
    format('“{}” is {} 元 and “{}” {}: {} 元 a case. Was 元 written as 万元?', name_en, checking.num(value), cases_en,
        checking.num(cases), checking.num(round(value / cases))) AS message_en
FROM pairs
