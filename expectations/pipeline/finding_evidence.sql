SELECT finding_id, evidence_id
FROM (SELECT finding_id, unnest(list_concat(left_evidence, right_evidence)) AS evidence_id FROM findings)
WHERE evidence_id NOT IN (SELECT cell_id FROM cells UNION ALL SELECT mention_id FROM mentions)
