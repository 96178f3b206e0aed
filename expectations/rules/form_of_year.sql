-- A report on the form of other years: last year's document filled anew, or the year read from the wrong place.
SELECT
    r.report_id, '表格式样' AS place,
    CASE WHEN (r.report_year >= 2021) = (r.vintage = 'D') THEN 'pass' ELSE 'fail' END AS outcome,
    CAST(r.report_year AS DECIMAL(38, 6)) AS left_value,
    CAST(CASE WHEN r.vintage = 'D' THEN 2021 ELSE 2019 END AS DECIMAL(38, 6)) AS right_value,
    '报告年度' AS left_words, '格式起用年度' AS right_words,
    [c.cell_id] AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('{}年度报告用的是{}的格式，应为{}的格式。', r.report_year,
        CASE WHEN r.vintage = 'D' THEN '2021年起' ELSE '2019、2020年度' END,
        CASE WHEN r.vintage = 'D' THEN '2019、2020年度' ELSE '2021年起' END) AS message_zh,
    format('The report for {} is on the form {}.', r.report_year,
        CASE WHEN r.vintage = 'D' THEN 'of 2021 and later' ELSE 'of 2019 and 2020' END) AS message_en
FROM reports AS r
JOIN (SELECT report_id, min(cell_id) AS cell_id FROM cells WHERE value IS NOT NULL GROUP BY report_id) AS c
    USING (report_id)
WHERE r.source_kind = 'report' AND r.report_year >= 2019 AND r.vintage IN ('C', 'D')
