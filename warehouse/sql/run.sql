-- The run that made the warehouse.
INSERT INTO runs
SELECT ?, ?, ?, ?, (SELECT count(*) FROM reports),
    (SELECT count(DISTINCT sha256) FROM problems WHERE report_id IS NULL), ?
