-- Year by year: issuers in each state, and how many checks their reports in force failed.
WITH states AS (
    SELECT report_year, map_from_entries(list((state, issuers) ORDER BY state)) AS states
    FROM (SELECT report_year, state, count(*) AS issuers FROM coverage GROUP BY report_year, state)
    GROUP BY report_year
),
failures AS (
    SELECT
        r.report_year, count(DISTINCT r.report_id) AS reports,
        count(f.finding_id) FILTER (f.severity = 'critical') AS critical,
        count(f.finding_id) FILTER (f.severity = 'warning') AS warning,
        count(f.finding_id) FILTER (f.severity = 'info') AS info
    FROM reports AS r
    LEFT JOIN live_findings AS f ON f.report_id = r.report_id
    WHERE r.superseded_by IS NULL AND r.source_kind <> 'news_about_report'
    GROUP BY r.report_year
)
SELECT s.report_year, s.states, coalesce(f.reports, 0) AS reports, coalesce(f.critical, 0) AS critical,
    coalesce(f.warning, 0) AS warning, coalesce(f.info, 0) AS info
FROM states AS s
LEFT JOIN failures AS f USING (report_year)
ORDER BY s.report_year
