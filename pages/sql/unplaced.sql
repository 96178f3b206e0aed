-- Reports whose issuer or year could not be told, which no line of the coverage holds.
SELECT report_id, issuer_id, issuer, report_year, title, file
FROM reports
WHERE superseded_by IS NULL AND (issuer_id IS NULL OR report_year IS NULL)
ORDER BY issuer NULLS LAST, report_year, file, report_id
