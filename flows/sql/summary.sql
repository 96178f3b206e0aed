-- The first few critical findings, in words.
WITH worst AS (
    SELECT
        f.finding_id,
        regexp_replace(f.left_value::VARCHAR, '\.?0+$', '') AS first,
        regexp_replace(f.right_value::VARCHAR, '\.?0+$', '') AS second,
        concat(
            f.issuer, ' ', f.report_year, ', ', f.place, ': ', first, ' against ', second,
            '  (', lower(c.title_en[1]), c.title_en[2:], ')'
        ) AS words_en,
        concat(f.issuer, f.report_year, '年度，', f.place, '：', first, '与', second, '（', c.title_zh, '）') AS words_zh
    FROM live_findings AS f
    JOIN checks AS c USING (check_id)
    WHERE f.severity = 'critical'
    ORDER BY f.finding_id
    LIMIT 3
),
in_force AS (
    SELECT c.* FROM report_contents AS c JOIN reports AS r USING (report_id) WHERE r.superseded_by IS NULL
)
SELECT
    (SELECT count(*) FROM in_force) AS reports,
    (SELECT count(DISTINCT issuer_id) FROM reports) AS issuers,
    (SELECT min(report_year) FROM reports) AS first_year,
    (SELECT max(report_year) FROM reports) AS last_year,
    (SELECT CAST(coalesce(sum(valued), 0) AS BIGINT) FROM in_force) AS cells,
    (SELECT CAST(coalesce(sum(statistics), 0) AS BIGINT) FROM in_force) AS statistics,
    (SELECT CAST(coalesce(sum(observations), 0) AS BIGINT) FROM in_force) AS observations,
    (SELECT CAST(coalesce(sum(unreadable), 0) AS BIGINT) FROM in_force) AS unreadable,
    (SELECT count(*) FROM live_findings WHERE severity = 'critical') AS critical,
    (SELECT count(*) FROM live_findings WHERE severity = 'warning') AS warning,
    (SELECT count(*) FROM live_findings WHERE severity = 'info') AS info,
    (
        SELECT list(
            concat(
                'entry ', entry, ' (', issuer, ' ', report_year, ', ', code, ') expects ',
                regexp_replace(expected::VARCHAR, '\.?0+$', ''), ': ',
                CASE state WHEN 'source_corrected' THEN 'the report now says what the correction says'
                    WHEN 'source_changed'
                        THEN concat('the report now says ', coalesce(regexp_replace(printed::VARCHAR, '\.?0+$', ''), 'nothing'))
                    WHEN 'no_box' THEN 'the report has no such box'
                    ELSE 'there is no such report, or more than one' END
            ) ORDER BY entry
        )
        FROM corrections
        WHERE state <> 'applied'
    ) AS expired,
    (SELECT list(words_en ORDER BY finding_id) FROM worst) AS worst,
    (SELECT list(words_zh ORDER BY finding_id) FROM worst) AS worst_zh,
    (
        SELECT coalesce(
            (SELECT min(finding_id) FROM live_findings WHERE severity = 'critical'),
            (SELECT min(observation_id) FROM observations)
        )
    ) AS example,
    (
        SELECT coalesce(
            (
                SELECT series_id FROM series WHERE applicant = 'total'
                GROUP BY series_id
                ORDER BY series_id = 'requests_received' DESC, count(*) DESC, series_id
                LIMIT 1
            ),
            'requests_received'
        )
    ) AS example_series
