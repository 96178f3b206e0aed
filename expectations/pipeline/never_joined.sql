SELECT b.series_id, b.other_id
FROM breaks AS b
JOIN series_terms AS one ON b.series_id IN (one.indicator_id, one.series_id) AND one.sign > 0
JOIN series_terms AS other
    ON b.other_id IN (other.indicator_id, other.series_id) AND other.sign > 0 AND other.series_id = one.series_id
WHERE b.other_id IS NOT NULL
