-- What several batches hold of one report (the same content read again by a later extractor) is taken once: of the batch
-- that stands last in the list, which is in the variable staging_reports.

CREATE OR REPLACE TEMP TABLE taken AS
SELECT report_id, arg_max(filename, list_position(getvariable('staging_reports'), filename)) AS filename
FROM read_parquet(getvariable('staging_reports'), filename = true)
GROUP BY report_id;

CREATE OR REPLACE TEMP TABLE taken_batches AS
SELECT report_id, parse_dirpath(filename) AS batch FROM taken;
