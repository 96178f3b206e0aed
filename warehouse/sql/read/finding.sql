-- A finding with the evidence of both its operands; copied sentences, of which it may name a hundred, are in
-- copied_passages.
SELECT f.message_en AS label, f.message_zh AS label_zh, f.outcome AS state,
    f.report_id, r.issuer, r.report_year, r.title, r.file, r.sha256, r.superseded_by,
    list_filter(
        list_distinct(list_concat(f.left_evidence, f.right_evidence)), lambda one: NOT regexp_matches(one, ':p\d+$')
    ) AS ids
FROM findings AS f JOIN reports AS r USING (report_id)
WHERE f.finding_id = ?
