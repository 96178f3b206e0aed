-- The batches that hold the reports wanted; any one where none is, for its columns.
SELECT batch FROM taken_batches WHERE report_id IN (FROM wanted)
UNION
SELECT min(batch) FROM taken_batches
ORDER BY 1
