-- How much the details of the chosen reports ($ids) would take on the page, roughly, in bytes.
SELECT
    r.report_id,
    coalesce(any_value(length(t.text)), 0) * 3
    + coalesce(any_value(c.cells), 0) * 30
    + coalesce(any_value(m.mentions), 0) * 300 AS size
FROM reports AS r
LEFT JOIN texts AS t USING (report_id)
LEFT JOIN (SELECT report_id, count(*) AS cells FROM cells WHERE report_id IN (SELECT unnest($ids)) GROUP BY report_id) AS c USING (report_id)
LEFT JOIN (SELECT report_id, count(*) AS mentions FROM mentions WHERE report_id IN (SELECT unnest($ids)) GROUP BY report_id) AS m
    USING (report_id)
WHERE r.report_id IN (SELECT unnest($ids))
GROUP BY r.report_id
