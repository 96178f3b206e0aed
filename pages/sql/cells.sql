-- The cells of the chosen reports ($ids). Numbers are drawn as printed: the value is wanted only where none is.
SELECT
    report_id, cell_id, code, statutory_table, raw_text, CASE WHEN cell_state = 'inferred' THEN value END AS value,
    cell_state, note, span_start, span_end
FROM cells
WHERE report_id IN (SELECT unnest($ids))
