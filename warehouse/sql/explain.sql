-- Where a cell or mention stands and what it says; parameter: its id.
WITH evidence AS (
    SELECT
        c.cell_id AS id, 'cell' AS kind, c.report_id,
        concat_ws('·', f.line_label, f.column_label) AS label,
        c.raw_text AS printed, c.cell_state AS state, c.value, c.value AS lower, c.value AS upper, c.unit,
        c.span_start, c.span_end, c.span_start AS around_start, c.span_end AS around_end,
        c.table_no, c.row_no, c.column_no, c.page_no
    FROM cells AS c
    JOIN reports AS r USING (report_id)
    LEFT JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
    WHERE c.cell_id = $id
    UNION ALL
    SELECT
        m.mention_id, 'mention', m.report_id, m.measure_zh, m.surface, m.kind, m.value, m.lower, m.upper,
        -- 五成 is printed; its value is 50 per cent.
        CASE WHEN m.unit = '成' THEN '%' ELSE m.unit END,
        m.span_start, m.span_end,
        coalesce(m.sentence_start, m.span_start), coalesce(m.sentence_end, m.span_end),
        NULL, NULL, NULL, NULL
    FROM mentions AS m
    WHERE m.mention_id = $id
    UNION ALL
    -- Words of the text that are no figure, by their characters: 0123456789abcdef:w120-131.
    SELECT
        $id, 'words', split_part($id, ':', 1), NULL, NULL, NULL, NULL, NULL, NULL, NULL, place.begins, place.ends, place.begins,
        place.ends, NULL, NULL, NULL, NULL
    FROM (
        SELECT
            CAST(nullif(regexp_extract($id, ':w(\d+)-\d+$', 1), '') AS INTEGER) AS begins,
            CAST(nullif(regexp_extract($id, ':w\d+-(\d+)$', 1), '') AS INTEGER) AS ends
    ) AS place
    WHERE place.begins IS NOT NULL
)
SELECT
    e.id, e.kind, e.label, e.printed, e.state, e.value, e.lower, e.upper, e.unit,
    r.report_id, r.issuer, r.report_year, r.title, r.file, r.sha256, r.superseded_by,
    e.span_start, e.span_end, e.table_no, e.row_no, e.column_no, e.page_no,
    substr(t.text, greatest(least(e.around_start, e.span_start - $width), 0) + 1,
        e.span_start - greatest(least(e.around_start, e.span_start - $width), 0)) AS before,
    substr(t.text, e.span_start + 1, e.span_end - e.span_start) AS words,
    substr(t.text, e.span_end + 1, greatest(e.around_end - e.span_end, $width)) AS after
FROM evidence AS e
JOIN reports AS r USING (report_id)
LEFT JOIN texts AS t USING (report_id)
