-- A failure names what it rests on, and everything that is named exists. What could not be assessed may rest on nothing.
SELECT finding_id, NULL AS evidence_id
FROM findings
WHERE outcome = 'fail' AND coalesce(len(left_evidence), 0) + coalesce(len(right_evidence), 0) = 0
UNION ALL
SELECT finding_id, evidence_id
FROM (
    SELECT finding_id, unnest(list_concat(coalesce(left_evidence, []), coalesce(right_evidence, []))) AS evidence_id
    FROM findings
)
ANTI JOIN (
    SELECT cell_id AS evidence_id FROM cells UNION ALL SELECT mention_id FROM mentions
    UNION ALL SELECT report_id || ':p' || span_start FROM copied_passages
    UNION ALL SELECT other_id || ':p' || other_start FROM copied_passages
) AS there USING (evidence_id)
-- Words of a text, by their characters: there where the text is.
WHERE NOT coalesce(CAST(nullif(regexp_extract(evidence_id, ':w\d+-(\d+)$', 1), '') AS INTEGER) <= (
    SELECT max(length(t.text)) FROM texts AS t WHERE t.report_id = split_part(evidence_id, ':', 1)
), false)
