-- The series that have points in the warehouse, of some issuers or of all: names, years, and how many issuers.
SELECT d.series_id, d.name_zh, d.name_en, min(s.report_year) AS first_year, max(s.report_year) AS last_year,
    count(DISTINCT s.issuer_id) AS issuers
FROM series AS s
JOIN series_definitions AS d USING (series_id)
WHERE $ids IS NULL OR s.issuer_id IN $ids
GROUP BY ALL
ORDER BY d.series_id
