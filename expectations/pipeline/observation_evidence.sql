-- One join for both kinds of evidence: a condition on the kind beside an outer join is compared row by row.
SELECT o.observation_id
FROM observations AS o
ANTI JOIN (
    SELECT 'cell' AS evidence_kind, cell_id AS evidence_id, report_id FROM cells
    UNION ALL
    SELECT 'mention' AS evidence_kind, mention_id AS evidence_id, report_id FROM mentions
) AS there USING (evidence_kind, evidence_id, report_id)
