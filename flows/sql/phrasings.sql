-- Figures without an indicator, growth on the year before left out: measure words, unit, report, as printed.
SELECT coalesce(measure_zh, ''), coalesce(unit, ''), report_id, surface
FROM mentions
WHERE is_statistic AND indicator_id IS NULL AND growth_of IS NULL
ORDER BY report_id, span_start
