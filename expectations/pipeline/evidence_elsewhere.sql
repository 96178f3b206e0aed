-- As finding_evidence, of findings that may look at other reports: those of the rules among issuers (which are `info`),
-- asked anew at each publication, and whatever else rests on another report.
WITH named AS (
    SELECT
        finding_id, report_id, severity,
        unnest(list_concat(coalesce(left_evidence, []), coalesce(right_evidence, []))) AS evidence_id
    FROM findings
),
wanted AS MATERIALIZED (
    SELECT finding_id, evidence_id, split_part(evidence_id, ':', 1) AS there
    FROM named
    WHERE severity = 'info' OR split_part(evidence_id, ':', 1) <> report_id
),
found AS (
    SELECT cell_id AS evidence_id FROM cells WHERE cell_id IN (SELECT evidence_id FROM wanted)
    UNION ALL
    SELECT mention_id FROM mentions WHERE mention_id IN (SELECT evidence_id FROM wanted)
    UNION ALL
    SELECT report_id || ':p' || span_start FROM copied_passages
    UNION ALL
    SELECT other_id || ':p' || other_start FROM copied_passages
)
SELECT finding_id, NULL AS evidence_id
FROM findings
WHERE outcome = 'fail' AND severity = 'info'
    AND coalesce(len(left_evidence), 0) + coalesce(len(right_evidence), 0) = 0
UNION ALL
SELECT w.finding_id, w.evidence_id
FROM wanted AS w
ANTI JOIN found AS f USING (evidence_id)
-- Words of a text, by their characters: there where the text is.
WHERE NOT coalesce(CAST(nullif(regexp_extract(w.evidence_id, ':w\d+-(\d+)$', 1), '') AS INTEGER) <= (
    SELECT max(length(t.text)) FROM texts AS t WHERE t.report_id = w.there
), false)
