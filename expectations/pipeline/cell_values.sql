-- A value that is too precise to be kept exactly is NULL with a problem beside it.
SELECT c.cell_id
FROM cells AS c
WHERE (c.cell_state = 'zero' AND c.value IS DISTINCT FROM 0)
    OR (c.cell_state NOT IN ('number', 'zero', 'inferred', 'ocr') AND c.value IS NOT NULL)
    OR (c.cell_state = 'number' AND c.value = 0)
    OR (c.cell_state IN ('number', 'inferred', 'ocr') AND c.value IS NULL AND c.report_id NOT IN (
        SELECT report_id FROM problems WHERE code = 'value_too_precise' AND report_id IS NOT NULL
    ))
