-- Of reports.sql the years of those in force, and how many issuers have one; the issuers that could not be told are one.
SELECT report_year, count(DISTINCT coalesce(issuer_id, '')) AS issuers
FROM kept_reports
WHERE superseded_by IS NULL
GROUP BY report_year
ORDER BY report_year
