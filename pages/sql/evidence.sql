-- Cells and mentions that findings rest on ($ids), with the words around those of the prose.
WITH there AS MATERIALIZED (
    -- An identifier begins with the report, by which tables are sorted: hardly anything else is gone through.
    SELECT DISTINCT split_part(id, ':', 1) AS report_id FROM (SELECT unnest($ids) AS id)
),
resting AS MATERIALIZED (
    -- Chosen before anything is joined, so that the many columns of the many cells are not gone through.
    SELECT
        cell_id, report_id, code, statutory_table, line_label, raw_text, cell_state, unit, table_no, row_no, column_no,
        page_no, span_start, span_end
    FROM cells
    WHERE report_id IN (FROM there) AND cell_id IN (SELECT unnest($ids))
),
quoted AS MATERIALIZED (
    SELECT
        mention_id, report_id, measure_zh, surface, kind, unit, span_start, span_end, sentence_end,
        greatest(least(coalesce(sentence_start, span_start), span_start - $width), span_start - 2 * $width, 0) AS from_here
    FROM mentions
    WHERE report_id IN (FROM there) AND mention_id IN (SELECT unnest($ids))
),
texts_there AS MATERIALIZED (
    SELECT report_id, text FROM texts WHERE report_id IN (FROM there)
)
SELECT
    c.cell_id AS id, 'cell' AS kind, c.report_id, r.issuer, r.report_year, c.statutory_table, c.line_label, f.column_label,
    c.raw_text AS printed, c.cell_state AS state, c.unit, c.table_no, c.row_no, c.column_no, c.page_no,
    c.span_start, c.span_end, NULL AS before, NULL AS words, NULL AS after
FROM resting AS c
JOIN reports AS r USING (report_id)
LEFT JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
UNION ALL
SELECT
    m.mention_id, 'mention', m.report_id, r.issuer, r.report_year, NULL, m.measure_zh, NULL,
    m.surface, m.kind, m.unit, NULL, NULL, NULL, NULL,
    m.span_start, m.span_end,
    substr(t.text, from_here + 1, m.span_start - from_here),
    substr(t.text, m.span_start + 1, m.span_end - m.span_start),
    substr(t.text, m.span_end + 1, least(greatest(coalesce(m.sentence_end, 0) - m.span_end, $width), 2 * $width))
FROM quoted AS m
JOIN reports AS r USING (report_id)
JOIN texts_there AS t USING (report_id)
UNION ALL
SELECT
    w.id, 'words', w.report_id, r.issuer, r.report_year, NULL, NULL, NULL, NULL, 'text', NULL, NULL, NULL, NULL, NULL,
    w.begins, w.ends,
    substr(t.text, greatest(w.begins - $width, 0) + 1, least(w.begins, $width)),
    substr(t.text, w.begins + 1, w.ends - w.begins),
    substr(t.text, w.ends + 1, $width)
FROM (
    -- Words of the text that are no figure, by their characters.
    SELECT
        id, split_part(id, ':', 1) AS report_id, TRY_CAST(regexp_extract(id, ':w(\d+)-', 1) AS INTEGER) AS begins,
        TRY_CAST(regexp_extract(id, '-(\d+)$', 1) AS INTEGER) AS ends
    FROM (SELECT unnest($ids) AS id)
    WHERE regexp_matches(id, ':w\d+-\d+$')
) AS w
JOIN reports AS r USING (report_id)
JOIN texts_there AS t USING (report_id)
