SELECT mention_id FROM mentions
WHERE indicator_id IS NOT NULL AND indicator_id NOT IN (SELECT indicator_id FROM indicators)
