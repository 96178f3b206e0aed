-- Of matrix.sql the years, and how many issuers have a report of each.
SELECT report_year, count(*) FILTER (len(reports) > 0) AS issuers FROM kept_matrix GROUP BY report_year ORDER BY report_year
