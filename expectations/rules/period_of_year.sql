-- A statistical period of other years than the report's: last year's preamble left standing. Where the text and the title
-- disagree the report's year is one of theirs, so that both are asked. A form of a calendar year begins in it, too.
WITH told AS (
    SELECT
        report_id, report_year, title, period_start, period_end,
        regexp_matches(title, '20[0-9]{2}') AND NOT contains(title, CAST(year(period_end) AS VARCHAR)) AS other_title,
        CASE WHEN vintage IN ('C', 'D') THEN year(period_start) ELSE report_year END AS begins
    FROM reports
    WHERE source_kind = 'report' AND report_year IS NOT NULL AND period_end IS NOT NULL
        AND NOT contains(coalesce(title, ''), '学年')
),
judged AS (
    SELECT
        *,
        year(period_end) <> report_year OR coalesce(other_title, false) OR coalesce(begins <> report_year, false) AS wrong,
        CASE WHEN coalesce(other_title, false) THEN CAST(regexp_extract(title, '20[0-9]{2}') AS INTEGER) ELSE report_year END AS titled
    FROM told
),
-- Where it is printed: the date with its last day, else one that names a year of it.
printed AS (
    SELECT
        j.report_id,
        arg_min(m.mention_id, CASE WHEN regexp_matches(m.surface, '12\D+31') THEN 0 ELSE 1e9 END + m.span_start) AS mention_id
    FROM judged AS j
    JOIN mentions AS m ON m.report_id = j.report_id AND m.kind = 'date'
    WHERE (contains(m.surface, CAST(year(j.period_end) AS VARCHAR)) OR contains(m.surface, CAST(year(j.period_start) AS VARCHAR)))
        AND regexp_matches(m.surface, '20[0-9]{2}\s*[年.／/-]\s*[0-9]{1,2}')
    GROUP BY j.report_id
)
SELECT
    j.report_id, '统计期限' AS place, CASE WHEN wrong THEN 'fail' ELSE 'pass' END AS outcome,
    CAST(CASE WHEN year(period_end) <> titled THEN year(period_end) ELSE year(period_start) END AS DECIMAL(38, 6)) AS left_value,
    CAST(titled AS DECIMAL(38, 6)) AS right_value,
    '统计期限' AS left_words, '报告年度' AS right_words,
    [p.mention_id] AS left_evidence, CAST([] AS VARCHAR[]) AS right_evidence,
    format('报告是{}年度的，而统计期限写的是{}至{}；请核对是否沿用了其他年度的文字。', titled,
        coalesce(strftime(period_start, '%Y年%-m月%-d日'), '（未写起始日）'), strftime(period_end, '%Y年%-m月%-d日')) AS message_zh,
    format('The report is for {}, but its statistical period runs {}to {}: was the sentence left from another year?', titled,
        coalesce(strftime(period_start, 'from %Y-%m-%d '), ''), strftime(period_end, '%Y-%m-%d')) AS message_en
FROM judged AS j
JOIN printed AS p USING (report_id)
