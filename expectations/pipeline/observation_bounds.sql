SELECT observation_id
FROM observations
WHERE lower > upper OR value < lower OR value > upper OR (value IS NULL AND lower IS NULL AND upper IS NULL)
