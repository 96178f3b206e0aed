-- How much the details of the chosen reports ($ids) would take on the page, roughly, in bytes.
SELECT c.report_id, coalesce(length(t.text), 0) * 3 + c.cells * 30 + c.mentions * 300 AS size
FROM report_contents AS c
LEFT JOIN (FROM texts WHERE report_id IN (SELECT unnest($ids))) AS t USING (report_id)
WHERE c.report_id IN (SELECT unnest($ids))
