-- A news item that gives another figure than the report it tells of. The report's figure is the one that is kept.
SELECT
    n.report_id, any_value(i.name_zh) AS place,
    CASE WHEN bool_or(n.lower > r.upper OR n.upper < r.lower OR n.unit IS DISTINCT FROM r.unit) THEN 'fail'
        ELSE 'pass' END AS outcome,
    any_value(n.value) AS left_value, any_value(r.value) AS right_value,
    '新闻：' || any_value(i.name_zh) AS left_words, '报告：' || any_value(i.name_zh) AS right_words,
    [n.evidence_id] AS left_evidence, [r.evidence_id] AS right_evidence,
    format('新闻中{}为{}，报告中为{}，以报告为准。', any_value(i.name_zh),
        coalesce(checking.num(any_value(n.value)), '一个区间'),
        coalesce(checking.num(any_value(r.value)), '一个区间')) AS message_zh,
    format('The news item gives {} for {}, the report {}; the report''s figure counts.',
        coalesce(checking.num(any_value(n.value)), 'a range'), any_value(i.name_en),
        coalesce(checking.num(any_value(r.value)), 'a range')) AS message_en
FROM observations AS n
JOIN observations AS r
    ON r.issuer_id = n.issuer_id AND r.report_year = n.report_year AND r.indicator_id = n.indicator_id
    AND r.scope = n.scope AND r.applicant = n.applicant AND r.period = n.period
    AND (n.scope <> 'part' OR r.scope_name = n.scope_name)
JOIN indicators AS i ON i.indicator_id = n.indicator_id
WHERE n.source_kind = 'news_about_report' AND r.source_kind <> 'news_about_report' AND r.preferred
GROUP BY n.report_id, n.indicator_id, n.scope, n.scope_name, n.evidence_id, r.evidence_id
