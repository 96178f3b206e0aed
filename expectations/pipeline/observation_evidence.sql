SELECT o.observation_id
FROM observations AS o
LEFT JOIN cells AS c ON o.evidence_kind = 'cell' AND c.cell_id = o.evidence_id AND c.report_id = o.report_id
LEFT JOIN mentions AS m ON o.evidence_kind = 'mention' AND m.mention_id = o.evidence_id AND m.report_id = o.report_id
WHERE c.cell_id IS NULL AND m.mention_id IS NULL
