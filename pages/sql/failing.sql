-- Cells and mentions of the chosen reports ($ids) that a failed check rests on. A check may rest on several reports, so
-- that the report is told from the evidence, whose identifier begins with it. `part` is true for one of several against a
-- total, unless a slip is seen in it: the total, or the box of the slip, is to be seen first.
WITH failed AS (
    SELECT
        finding_id, report_id, left_evidence, right_evidence, len(left_evidence) > 1 AND len(right_evidence) = 1 AS left_part,
        len(right_evidence) > 1 AND len(left_evidence) = 1 AS right_part
    FROM findings
    WHERE outcome = 'fail'
),
own AS (
    FROM failed
    WHERE report_id BETWEEN list_min($ids) AND list_max($ids) AND report_id IN (SELECT unnest($ids))
),
-- Of all others only what rests on another report.
others AS (
    SELECT * REPLACE (
        list_filter(left_evidence, lambda one: NOT starts_with(one, report_id || ':')) AS left_evidence,
        list_filter(right_evidence, lambda one: NOT starts_with(one, report_id || ':')) AS right_evidence
    )
    FROM failed
),
resting AS (
    SELECT finding_id, report_id AS finding_report, unnest(left_evidence) AS evidence_id, left_part AS part FROM own
    UNION ALL
    SELECT finding_id, report_id, unnest(right_evidence), right_part FROM own
    UNION ALL
    SELECT finding_id, report_id, unnest(left_evidence), left_part FROM others
    UNION ALL
    SELECT finding_id, report_id, unnest(right_evidence), right_part FROM others
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
