-- Figures of the text in the chosen reports ($ids) that agree with the table in one of several readings, with the reading.
SELECT a.report_id, a.check_id, a.place, a.message_zh, a.message_en, a.text_evidence[1] AS figure_id, c.title_zh, c.title_en
FROM agreements AS a
JOIN checks AS c USING (check_id)
WHERE a.report_id IN (SELECT unnest($ids))
ORDER BY a.report_id, a.check_id, a.place
