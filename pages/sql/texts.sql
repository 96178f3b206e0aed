-- The text of the chosen reports ($ids).
SELECT report_id, text FROM texts WHERE report_id IN (SELECT unnest($ids))
