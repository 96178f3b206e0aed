-- What belongs to a report has an identifier that begins with the report's, which ends at the first colon: so it cannot be
-- that of another report's, in whichever run that one was drawn.
SELECT 'report' AS what, report_id, report_id AS id FROM reports WHERE contains(report_id, ':')
UNION ALL SELECT 'cell', report_id, cell_id FROM cells WHERE NOT starts_with(cell_id, report_id || ':')
UNION ALL SELECT 'mention', report_id, mention_id FROM mentions WHERE NOT starts_with(mention_id, report_id || ':')
UNION ALL
SELECT 'observation', report_id, observation_id FROM observations
WHERE NOT starts_with(observation_id, 'o:' || report_id || ':')
