-- What must not be joined or compared, and why.
SELECT series_id, other_id, report_year, relation, reason_zh, reason_en
FROM breaks
WHERE relation <> 'break'
ORDER BY relation, series_id, other_id
