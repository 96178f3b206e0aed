-- Where the operands of findings stand: the box of a table, or the words of the text.
WITH wanted AS (SELECT unnest([]::VARCHAR[]) AS evidence_id)
SELECT
    w.evidence_id, c.report_id, c.statutory_table, c.code,
    c.line, checking.label(f.column_label) AS col,
    c.raw_text AS printed, c.value, c.cell_state AS state, c.page_no AS page, NULL AS sentence, f.form_id,
    NULL AS start
FROM wanted AS w
JOIN cells AS c ON c.cell_id = w.evidence_id
JOIN reports AS r ON r.report_id = c.report_id
JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
UNION ALL
SELECT
    w.evidence_id, m.report_id, NULL, m.indicator_id, checking.named(r.vintage, m.indicator_id, i.name_zh), i.name_en,
    m.surface, m.value, 'text', NULL,
    trim(substr(t.text, m.sentence_start + 1, m.sentence_end - m.sentence_start)), NULL,
    -- Of the sentence without the spaces that it begins with.
    m.span_start - m.sentence_start - length(substr(t.text, m.sentence_start + 1, m.sentence_end - m.sentence_start))
    + length(ltrim(substr(t.text, m.sentence_start + 1, m.sentence_end - m.sentence_start)))
FROM wanted AS w
JOIN mentions AS m ON m.mention_id = w.evidence_id
JOIN texts AS t ON t.report_id = m.report_id
JOIN reports AS r ON r.report_id = m.report_id
LEFT JOIN indicators AS i ON i.indicator_id = m.indicator_id
UNION ALL
SELECT
    w.evidence_id, p.report_id, NULL, NULL, NULL, NULL, trim(substr(t.text, p.span_start + 1, p.span_end - p.span_start)),
    NULL, 'text', NULL, NULL, NULL, NULL
FROM wanted AS w
JOIN (
    SELECT report_id, span_start, span_end FROM copied_passages
    UNION
    SELECT other_id, other_start, other_end FROM copied_passages
) AS p ON p.report_id || ':p' || p.span_start = w.evidence_id
JOIN texts AS t ON t.report_id = p.report_id
UNION ALL
SELECT
    w.evidence_id, t.report_id, NULL, NULL, NULL, NULL, substr(t.text, w.begins + 1, w.ends - w.begins), NULL, 'text', NULL,
    NULL, NULL, NULL
FROM (
    SELECT
        evidence_id, split_part(evidence_id, ':', 1) AS report_id,
        TRY_CAST(regexp_extract(evidence_id, ':w(\d+)-', 1) AS INTEGER) AS begins,
        TRY_CAST(regexp_extract(evidence_id, '-(\d+)$', 1) AS INTEGER) AS ends
    FROM wanted
    WHERE regexp_matches(evidence_id, ':w\d+-\d+$')
) AS w
JOIN texts AS t USING (report_id)
