-- Figures that a failed rule puts in doubt stay as they are and are marked: by the findings of reports in force that nobody
-- has dismissed. Those that no finding doubts any more are again what they were read as.

CREATE OR REPLACE TEMP TABLE doubted AS
SELECT DISTINCT unnest(f.left_evidence || f.right_evidence) AS evidence_id
FROM findings AS f
JOIN reports AS r USING (report_id)
WHERE f.outcome = 'fail' AND f.severity IN ('critical', 'warning') AND r.superseded_by IS NULL
    AND f.finding_id NOT IN (SELECT finding_id FROM verdicts WHERE verdict = 'dismissed' AND finding_id IS NOT NULL);

UPDATE observations SET status = 'disputed'
WHERE status IN ('ok', 'inferred', 'ocr') AND evidence_id IN (FROM doubted);

UPDATE observations SET status = read_status
WHERE status = 'disputed' AND read_status <> 'disputed' AND evidence_id NOT IN (FROM doubted);

DROP TABLE doubted;
