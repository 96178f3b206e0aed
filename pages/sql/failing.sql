-- Cells and mentions of the chosen reports ($ids) that a failed check rests on. A check may rest on several reports, so
-- that the report is told from the evidence, whose identifier begins with it. `part` is true for one of several against a
-- total, unless a slip is seen in it: the total, or the box of the slip, is to be seen first.
WITH resting AS (
    SELECT
        finding_id, report_id AS finding_report, unnest(left_evidence) AS evidence_id,
        len(left_evidence) > 1 AND len(right_evidence) = 1 AS part
    FROM findings
    WHERE outcome = 'fail'
    UNION ALL
    SELECT finding_id, report_id, unnest(right_evidence), len(right_evidence) > 1 AND len(left_evidence) = 1
    FROM findings
    WHERE outcome = 'fail'
),
slips AS (
    SELECT finding_id, unnest(evidence) AS evidence_id FROM signatures
)
SELECT
    split_part(r.evidence_id, ':', 1) AS report_id, r.evidence_id, r.finding_id, r.finding_report,
    bool_and(r.part AND s.evidence_id IS NULL) AS part
FROM resting AS r
LEFT JOIN slips AS s ON s.finding_id = r.finding_id AND s.evidence_id = r.evidence_id
WHERE split_part(r.evidence_id, ':', 1) IN (SELECT unnest($ids))
GROUP BY r.evidence_id, r.finding_id, r.finding_report
ORDER BY ALL
