-- The cells of the chosen reports ($ids).
SELECT
    report_id, cell_id, code, statutory_table, raw_text, value, unit, cell_state, note, span_start, span_end, table_no
FROM cells
WHERE report_id IN (SELECT unnest($ids))
