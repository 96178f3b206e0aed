-- What another set of batches changes in a published warehouse (attached as published): the reports that came, went or
-- are taken of another batch (taken against taken_before), and with them all reports of their issuers, as reports of one
-- issuer supersede and explain each other. An issuer that is told otherwise now (another level, another name) counts too.

CREATE TEMP TABLE now_staged AS
SELECT r.report_id, r.issuer_id
FROM read_parquet(getvariable('staging_reports'), filename = true) AS r
SEMI JOIN taken USING (report_id, filename);

CREATE TEMP TABLE changed AS
SELECT DISTINCT report_id
FROM (
    (FROM taken EXCEPT FROM taken_before)
    UNION ALL
    (FROM taken_before EXCEPT FROM taken)
);

CREATE TEMP TABLE affected AS
SELECT issuer_id FROM now_staged WHERE issuer_id IS NOT NULL AND report_id IN (FROM changed)
UNION
SELECT issuer_id FROM published.reports WHERE issuer_id IS NOT NULL AND report_id IN (FROM changed)
UNION
SELECT issuer_id
FROM (
    (FROM read_parquet(getvariable('reference_issuers')) EXCEPT FROM published.issuers)
    UNION ALL
    (FROM published.issuers EXCEPT FROM read_parquet(getvariable('reference_issuers')))
);

-- What stands in the published file and must leave it, and what is to be drawn.
CREATE TEMP TABLE gone AS
SELECT report_id FROM published.reports WHERE issuer_id IN (FROM affected) OR report_id IN (FROM changed);

CREATE TEMP TABLE wanted AS
SELECT report_id FROM now_staged WHERE issuer_id IN (FROM affected) OR report_id IN (FROM changed);
