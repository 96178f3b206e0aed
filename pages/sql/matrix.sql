-- Issuer by year ($ids, or all where it is NULL), whatever is known of it: the state, why it is so, and the reports in
-- force. `line` numbers the issuers from 0.
WITH failures AS (
    SELECT
        report_id, count(*) FILTER (severity = 'critical') AS critical, count(*) FILTER (severity = 'warning') AS warning,
        count(*) FILTER (severity = 'info') AS info
    FROM live_findings
    GROUP BY report_id
),
there AS (
    SELECT
        r.issuer_id, r.report_year, sum(f.critical) AS critical, sum(f.warning) AS warning, sum(f.info) AS info,
        list_sort(list({report_id: r.report_id, vintage: r.vintage})) AS reports
    FROM reports AS r
    LEFT JOIN failures AS f USING (report_id)
    WHERE r.superseded_by IS NULL
    GROUP BY r.issuer_id, r.report_year
)
SELECT
    c.issuer_id, c.issuer, i.division_code, c.report_year, c.state, c.late, c.reason_zh, c.reason_en,
    coalesce(t.reports, []) AS reports, coalesce(t.critical, 0) AS critical,
    coalesce(t.warning, 0) AS warning, coalesce(t.info, 0) AS info,
    dense_rank() OVER (ORDER BY i.division_code NULLS LAST, c.issuer, c.issuer_id) - 1 AS line
FROM coverage AS c
LEFT JOIN issuers AS i ON i.issuer_id = c.issuer_id
LEFT JOIN there AS t ON t.issuer_id = c.issuer_id AND t.report_year = c.report_year
WHERE ($ids IS NULL OR c.issuer_id BETWEEN list_min($ids) AND list_max($ids))
    AND ($ids IS NULL OR c.issuer_id IN (SELECT unnest($ids)))
ORDER BY i.division_code NULLS LAST, c.issuer, c.issuer_id, c.report_year
