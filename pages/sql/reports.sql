-- One row a report ($ids, or all where it is NULL): what it is, how much of it was read, what was found. state and weight are told here once for the
-- coverage and the cards; weight orders reports by how much there is to see, findings first.
WITH wanted AS MATERIALIZED (
    SELECT report_id FROM reports WHERE $ids IS NULL OR report_id IN (SELECT unnest($ids))
),
by_finding AS (
    SELECT
        report_id,
        count(*) FILTER (outcome = 'fail') AS failed,
        count(*) FILTER (outcome = 'fail' AND severity = 'critical') AS critical,
        count(*) FILTER (outcome = 'fail' AND severity = 'warning') AS warning,
        count(*) FILTER (outcome = 'fail' AND severity = 'info') AS info,
        count(*) FILTER (outcome = 'not_assessable') AS not_assessable
    FROM findings
    SEMI JOIN wanted USING (report_id)
    ANTI JOIN dismissed USING (finding_id)
    GROUP BY report_id
),
by_problem AS (
    SELECT report_id, count(*) AS problems FROM problems SEMI JOIN wanted USING (report_id) GROUP BY report_id
)
SELECT
    r.report_id, r.issuer_id, r.issuer, i.division_code, r.report_year, r.vintage, r.vintage_note, r.vintage_note_zh, r.family, r.scope,
    r.scope_words, r.source_kind, r.title, r.period_start, r.period_end, r.published_on, r.file, r.sha256,
    r.media_type, r.bytes, r.superseded_by,
    CASE WHEN c.cells > 0 THEN MAP {
        'number': c.number, 'zero': c.zero, 'blank': c.blank, 'na_mark': c.na_mark, 'text': c.text,
        'unreadable': c.unreadable, 'inferred': c.inferred, 'ocr': c.ocr, 'absent_row': c.absent_row
    } END AS states,
    c.cells, c.statistics, c.bound,
    c.mentions - c.statistics AS other, coalesce(f.failed, 0) AS failed, coalesce(f.critical, 0) AS critical, coalesce(f.warning, 0) AS warning, coalesce(f.info, 0) AS info,
    coalesce(f.not_assessable, 0) AS not_assessable, coalesce(p.problems, 0) AS problems,
    CASE
        WHEN r.source_kind = 'news_about_report' THEN 'news_only'
        WHEN r.source_kind = 'report_tables_missing' OR c.cells = 0 THEN 'tables_missing'
        WHEN c.unreadable + c.text + c.absent_row + c.inferred > 0 THEN 'partly'
        ELSE 'whole'
    END AS state,
    row_number() OVER (
        ORDER BY coalesce(f.critical, 0) DESC, coalesce(f.failed, 0) DESC, coalesce(p.problems, 0) DESC,
            r.report_year DESC, r.issuer, r.report_id
    ) AS weight
FROM reports AS r
LEFT JOIN issuers AS i USING (issuer_id)
JOIN report_contents AS c USING (report_id)
LEFT JOIN by_finding AS f USING (report_id)
LEFT JOIN by_problem AS p USING (report_id)
SEMI JOIN wanted USING (report_id)
ORDER BY i.division_code NULLS LAST, r.issuer, r.report_year, r.report_id
