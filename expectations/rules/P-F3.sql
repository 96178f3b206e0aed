-- The information-processing fee is lawful since 1 January 2021, and the copying fees before it ended in 2019 at the latest.
SELECT
    r.report_id, any_value(i.name_zh) AS place, CASE WHEN max(o.lower) > 0 THEN 'fail' ELSE 'pass' END AS outcome,
    max(o.lower) AS left_value, CAST(0 AS DECIMAL(38, 6)) AS right_value,
    any_value(i.name_zh) AS left_words, '尚未开征' AS right_words,
    list(o.evidence_id ORDER BY o.evidence_id) AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('{}年度写有{}{}，但信息处理费自2021年起才施行。', any_value(r.report_year), any_value(i.name_zh),
        checking.num(max(o.lower))) AS message_zh,
    format('“{}” for {} is {}, but the fee exists only since 2021.', any_value(i.name_en), any_value(r.report_year),
        checking.num(max(o.lower))) AS message_en
FROM reports AS r
JOIN observations AS o USING (report_id)
JOIN indicators AS i USING (indicator_id)
WHERE r.report_year IN (2019, 2020) AND r.source_kind = 'report' AND o.lower IS NOT NULL
    AND o.period = format('year:{}', r.report_year)
    AND o.indicator_id IN (
        'foi_fee_notices_issued', 'foi_fee_notified_amount', 'foi_fee_collected_amount', 'foi_fee_cases_collected'
    )
GROUP BY r.report_id, o.indicator_id
