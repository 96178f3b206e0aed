-- What must not be compared, or not without a word: breaks within a series first, then pairs that look alike.
WITH names AS (
    SELECT series_id AS id, name_zh FROM series_definitions
    UNION ALL
    SELECT indicator_id, name_zh FROM indicators WHERE indicator_id NOT IN (SELECT series_id FROM series_definitions)
)
SELECT DISTINCT
    b.relation, one.name_zh AS series_zh, other.name_zh AS other_zh, b.report_year, b.vintage,
    array_to_string(b.kinds, ', ') AS kinds, b.reason_zh, b.reason_en, b.series_id, b.other_id
FROM breaks AS b
LEFT JOIN names AS one ON one.id = b.series_id
LEFT JOIN names AS other ON other.id = b.other_id
ORDER BY b.relation <> 'break', b.relation, b.series_id, b.other_id, b.report_year, b.reason_en
