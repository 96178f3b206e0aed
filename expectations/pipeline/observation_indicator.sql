SELECT observation_id FROM observations WHERE indicator_id NOT IN (SELECT indicator_id FROM indicators)
