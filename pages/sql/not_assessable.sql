-- What could not be checked in the chosen reports ($ids), and why.
SELECT f.report_id, f.check_id, f.place, f.message_zh, f.message_en, c.title_zh, c.title_en
FROM findings AS f
JOIN checks AS c USING (check_id)
WHERE f.outcome = 'not_assessable' AND f.report_id IN (SELECT unnest($ids))
ORDER BY f.report_id, f.check_id, f.place, f.finding_id
