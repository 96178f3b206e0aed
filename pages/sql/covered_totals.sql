-- Of reports.sql how many there are, and how many issuers have one in force.
SELECT count(*) AS reports, count(DISTINCT coalesce(issuer_id, '')) FILTER (superseded_by IS NULL) AS issuers
FROM kept_reports
