-- Text left standing from last year: more than half of what the issuer wrote itself, and five sentences at least.
WITH passages AS (
    SELECT report_id, other_id, list(report_id || ':p' || span_start ORDER BY span_start) AS here,
        list(other_id || ':p' || other_start ORDER BY span_start) AS there
    FROM copied_passages
    WHERE kind = 'last_year'
    GROUP BY report_id, other_id
)
SELECT
    s.report_id, '正文' AS place,
    CASE WHEN 100 * s.chars > 50 * s.own_chars AND s.sentences >= 5 THEN 'fail' ELSE 'pass' END AS outcome,
    CAST(round(100 * s.chars / s.own_chars) AS DECIMAL(38, 6)) AS left_value, CAST(50 AS DECIMAL(38, 6)) AS right_value,
    '与上年报告相同的文字占比' AS left_words, '一般不超过（%）' AS right_words,
    coalesce(p.here, []) AS left_evidence, coalesce(p.there, []) AS right_evidence,
    format('正文有{}句（占自撰文字的{}%）与{}{}年度报告逐字相同，请核对是否照抄、数字和情况是否已更新。', s.sentences,
        checking.num(left_value), coalesce(o.issuer, '另一机构'), coalesce(CAST(o.report_year AS VARCHAR), '')) AS message_zh,
    format('{} sentences ({} % of its own text) are word for word those of the report of {} for {}: are they still true?',
        s.sentences, checking.num(left_value), coalesce(o.issuer, 'another issuer'),
        coalesce(CAST(o.report_year AS VARCHAR), 'another year')) AS message_en
FROM copied_shares AS s
JOIN reports AS o ON o.report_id = s.other_id
LEFT JOIN passages AS p ON p.report_id = s.report_id AND p.other_id = s.other_id
WHERE s.kind = 'last_year'
