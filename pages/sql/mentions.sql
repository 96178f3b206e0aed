-- The numbers in the prose of the chosen reports ($ids).
SELECT
    m.report_id, m.mention_id, m.surface, m.span_start, m.span_end, m.value, m.lower, m.upper, m.unit, m.qualifier, m.measure_zh,
    m.period, m.kind, m.is_statistic, i.name_zh, i.name_en
FROM mentions AS m
LEFT JOIN indicators AS i USING (indicator_id)
WHERE m.report_id IN (SELECT unnest($ids))
ORDER BY m.report_id, m.span_start, m.span_end
