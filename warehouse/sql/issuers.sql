-- Issuers, and the reports that a source list leads one to expect: small, and put in anew each time.

DELETE FROM issuers;
INSERT INTO issuers SELECT * FROM read_parquet(getvariable('reference_issuers')) ORDER BY issuer_id;

DELETE FROM expected_reports;
INSERT INTO expected_reports BY NAME
SELECT * FROM read_parquet(getvariable('reference_expected_reports')) ORDER BY issuer_id NULLS LAST, issuer, report_year;
