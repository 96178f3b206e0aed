SELECT finding_id, evidence_id
FROM (SELECT finding_id, unnest(list_concat(left_evidence, right_evidence)) AS evidence_id FROM findings)
WHERE evidence_id NOT IN (SELECT cell_id FROM cells UNION ALL SELECT mention_id FROM mentions
    UNION ALL SELECT report_id || ':p' || span_start FROM copied_passages
    UNION ALL SELECT other_id || ':p' || other_start FROM copied_passages
)
