-- Reports in their order, cut into ranges of so many as the variable reports_at_once says.
SELECT min(report_id), max(report_id)
FROM (SELECT report_id, row_number() OVER (ORDER BY report_id) - 1 AS position FROM reports)
GROUP BY position // getvariable('reports_at_once')
ORDER BY 1
