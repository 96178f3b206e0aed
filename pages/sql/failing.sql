-- Cells and mentions of the chosen reports ($ids) that a failed check rests on.
SELECT DISTINCT report_id, finding_id, unnest(list_concat(left_evidence, right_evidence)) AS evidence_id
FROM findings
WHERE outcome = 'fail' AND report_id IN (SELECT unnest($ids))
ORDER BY ALL
