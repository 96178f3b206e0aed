-- Cells and mentions of the chosen reports ($ids) that a failed check rests on. A check may rest on several reports, so
-- that the report is told from the evidence, whose identifier begins with it.
SELECT DISTINCT split_part(evidence_id, ':', 1) AS report_id, evidence_id, finding_id, finding_report
FROM (
    SELECT finding_id, report_id AS finding_report, unnest(list_concat(left_evidence, right_evidence)) AS evidence_id
    FROM findings
    WHERE outcome = 'fail'
)
WHERE split_part(evidence_id, ':', 1) IN (SELECT unnest($ids))
ORDER BY ALL
