-- Every indicator.
SELECT indicator_id, origin, vintage, name_zh, name_en, definition, definition_zh, topic, unit, flow_or_stock
FROM indicators
ORDER BY origin DESC, topic, vintage, indicator_id
