-- Files that are no reports come from every batch, once; read anew, as a later batch may have made a report of one.

DELETE FROM problems WHERE report_id IS NULL;
INSERT INTO problems
SELECT DISTINCT * FROM read_parquet(getvariable('staging_problems'))
WHERE report_id IS NULL AND sha256 NOT IN (SELECT sha256 FROM reports)
ORDER BY sha256, code, message;
