-- All provinces of a year together against the reconsiderations of information disclosure that the Ministry of Justice
-- counted. Asked only where every province is there with the figure of its whole jurisdiction; told beside the greatest.
-- The statistics count cases filed and the reports a caseload, so that half and twice are let pass.
WITH counted(report_year, cases) AS (VALUES (2012, 12077), (2023, 25539)),
provinces AS (
    SELECT r.report_year, r.report_id, c.cell_id, c.value
    FROM reports AS r
    JOIN issuers AS i USING (issuer_id)
    JOIN cells AS c ON c.report_id = r.report_id AND c.code IN ('review_total', 'review_total__year')
    WHERE i.level = 'province' AND r.scope = 'jurisdiction' AND r.source_kind = 'report' AND r.superseded_by IS NULL
        AND c.value IS NOT NULL
),
summed AS (
    SELECT
        report_year, arg_max(report_id, value) AS report_id, sum(value) AS total,
        list(cell_id ORDER BY value DESC, cell_id) AS evidence
    FROM provinces
    GROUP BY report_year
    HAVING count(DISTINCT report_id) >= 31
)
SELECT
    report_id, '全国行政复议' AS place, CASE WHEN total BETWEEN cases / 2 AND cases * 2 THEN 'pass' ELSE 'fail' END AS outcome,
    total AS left_value, CAST(cases AS DECIMAL(38, 6)) AS right_value,
    '各省行政复议合计' AS left_words, '司法行政机关统计' AS right_words,
    evidence AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('{}年度各省政府信息公开行政复议合计{}件，司法行政机关统计为{}件，相差一倍以上。', report_year, checking.num(total), cases)
        AS message_zh,
    format('For {} the provinces report {} reconsiderations together, the statistics of the Ministry of Justice {}: more than twice apart.',
        report_year, checking.num(total), cases) AS message_en
FROM summed
JOIN counted USING (report_year)
