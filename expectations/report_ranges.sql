-- Reports in their order, cut into ranges of so many.
SELECT min(report_id), max(report_id)
FROM (SELECT report_id, row_number() OVER (ORDER BY report_id) - 1 AS position FROM reports)
GROUP BY position // $reports
ORDER BY 1
