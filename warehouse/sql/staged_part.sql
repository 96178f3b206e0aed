-- The rows of one staged table that belong to the reports wanted, as they were taken.
SELECT t.* EXCLUDE (filename)
FROM read_parquet(getvariable('part_files'), filename = true) AS t
JOIN taken_batches AS b ON b.report_id = t.report_id AND b.batch = parse_dirpath(t.filename)
WHERE t.report_id IN (FROM wanted)
