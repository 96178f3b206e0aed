-- Requests ended because the fee was not paid, in a report whose last part says that there was no fee. That none was
-- collected is no contradiction: those who were asked did not pay.
WITH unpaid AS (
    SELECT c.report_id, c.cell_id, c.value
    FROM cells AS c
    JOIN reports AS r USING (report_id)
    WHERE c.code = 'res_other_fee_unpaid__total' AND c.value IS NOT NULL AND r.source_kind = 'report'
),
bodies AS (
    SELECT
        s.report_id, s.span_start + length(s.heading) AS begins,
        substr(t.text, s.span_start + length(s.heading) + 1, s.span_end - s.span_start - length(s.heading)) AS body
    FROM sections AS s
    JOIN texts AS t USING (report_id)
    WHERE s.section = 'other'
),
said AS (
    SELECT
        report_id,
        min(checking.words_at(report_id, since + length(before), since + length(regexp_replace(words, '[。\s]+$', ''))))
            FILTER (words <> '') AS words_id
    FROM (
        SELECT
            report_id, regexp_extract(body, checking.nothing_charged()) AS words,
            regexp_extract(body, checking.nothing_charged(), 1) AS before, begins + strpos(body, words) - 1 AS since
        FROM bodies
    )
    GROUP BY report_id
),
charged AS (
    SELECT report_id
    FROM observations
    WHERE indicator_id IN ('foi_fee_notices_issued', 'foi_fee_notified_amount', 'foi_fee_collected_amount')
        AND coalesce(upper, value) > 0
    GROUP BY report_id
)
SELECT
    u.report_id, '信息处理费' AS place,
    CASE WHEN u.value > 0 AND s.words_id IS NOT NULL AND c.report_id IS NULL THEN 'fail' ELSE 'pass' END AS outcome,
    u.value AS left_value, CAST(0 AS DECIMAL(38, 6)) AS right_value,
    '逾期未缴费而不再处理的申请' AS left_words, '“其他需要报告的事项”称无' AS right_words,
    [u.cell_id] AS left_evidence, CASE WHEN s.words_id IS NULL THEN [] ELSE [s.words_id] END AS right_evidence,
    format('表三有{}件申请因逾期未缴纳信息处理费不再处理，但“其他需要报告的事项”写的是没有其他事项或没有收费，请补充收费通知的件数和金额。',
        checking.num(u.value)) AS message_zh,
    format('{} requests ended because the fee was not paid, but the last part says that there was nothing else to report, or no fee: notices and amounts are missing.',
        checking.num(u.value)) AS message_en
FROM unpaid AS u
JOIN said AS s USING (report_id)
LEFT JOIN charged AS c USING (report_id)
