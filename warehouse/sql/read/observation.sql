-- An observation with what it measures and what it rests on.
SELECT i.name_zh || ' (' || i.name_en || ')' AS label, i.name_zh AS label_zh, o.status AS state,
    o.value, o.lower, o.upper, CASE WHEN o.unit = 'count' THEN coalesce(o.printed_unit, o.unit) ELSE o.unit END AS unit,
    o.report_id, o.issuer_id, o.report_year, o.evidence_id
FROM observations AS o JOIN indicators AS i USING (indicator_id)
WHERE o.observation_id = ?
