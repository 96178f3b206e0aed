-- Which reports there are, which there ought to be, and how well they were read.

-- Old Regulations, article 31: by 31 March. Revised Regulations, articles 49 and 50: departments by 31 January,
-- governments by 31 March, from the report for 2019 on.
CREATE MACRO report_due_on(issuer_level, year) AS
    CASE WHEN issuer_level = 'department' AND year >= 2019 THEN make_date(year + 1, 1, 31)
        ELSE make_date(year + 1, 3, 31) END;
COMMENT ON MACRO report_due_on IS 'The last legal day for publishing the report of a year: 31 January of the next for departments since the report for 2019, else 31 March: report_due_on(''department'', 2023)';

CREATE VIEW coverage AS
WITH spans AS (
    SELECT issuer_id, min(report_year) AS first_year, max(report_year) AS last_year
    FROM reports
    WHERE issuer_id IS NOT NULL AND report_year IS NOT NULL
    GROUP BY issuer_id
),
-- From the first year there is to the last, and whatever else was looked for.
years AS (
    SELECT s.issuer_id, i.issuer, i.level, CAST(unnest(range(s.first_year, s.last_year + 1)) AS SMALLINT) AS report_year
    FROM spans AS s
    JOIN issuers AS i USING (issuer_id)
    UNION
    SELECT e.issuer_id, coalesce(i.issuer, e.issuer), i.level, e.report_year
    FROM expected_reports AS e
    LEFT JOIN issuers AS i USING (issuer_id)
),
read AS (
    SELECT report_id, valued, statistics, unreadable, rows_absent, unreadable + absent_row AS unread FROM report_contents
),
-- Why nothing could be read: of a file that is no report, or of a report without a figure.
faults AS (
    SELECT
        sha256, first(message ORDER BY span_start NULLS FIRST, code, message) AS message,
        first(message_zh ORDER BY span_start NULLS FIRST, code, message) AS message_zh, bool_and(report_id IS NULL) AS refused
    FROM problems
    GROUP BY sha256
),
there AS (
    SELECT
        r.issuer_id, r.report_year,
        count(*) FILTER (r.superseded_by IS NULL) AS reports,
        bool_and(r.source_kind = 'news_about_report') AS news_only,
        bool_or(r.source_kind = 'report_tables_missing') FILTER (r.superseded_by IS NULL) AS tables_missing,
        CAST(coalesce(sum(c.valued) FILTER (r.superseded_by IS NULL), 0) AS BIGINT) AS cells_read,
        CAST(coalesce(sum(c.unread) FILTER (r.superseded_by IS NULL), 0) AS BIGINT) AS cells_unread,
        CAST(coalesce(sum(c.unreadable) FILTER (r.superseded_by IS NULL), 0) AS BIGINT) AS unreadable,
        CAST(coalesce(sum(c.rows_absent) FILTER (r.superseded_by IS NULL), 0) AS BIGINT) AS rows_absent,
        CAST(coalesce(sum(c.statistics) FILTER (r.superseded_by IS NULL), 0) AS BIGINT) AS figures_read,
        -- The first version counts: who corrects a report later was in time all the same.
        min(r.published_on) FILTER (r.source_kind <> 'news_about_report') AS published_on,
        first(p.message ORDER BY r.report_id) FILTER (p.message IS NOT NULL AND r.superseded_by IS NULL) AS fault,
        first(p.message_zh ORDER BY r.report_id) FILTER (p.message IS NOT NULL AND r.superseded_by IS NULL) AS fault_zh
    FROM reports AS r
    LEFT JOIN read AS c USING (report_id)
    LEFT JOIN faults AS p ON p.sha256 = r.sha256
    WHERE r.issuer_id IS NOT NULL AND r.report_year IS NOT NULL
    GROUP BY r.issuer_id, r.report_year
),
looked_for AS (
    SELECT
        e.*, f.message AS refusal, f.message_zh AS refusal_zh, coalesce(f.refused, false) AS refused, o.issuer AS holds_issuer, o.report_year AS holds_year,
        o.report_id IS NOT NULL AS holds_other,
        coalesce(CAST(e.tried_at AS DATE), (SELECT CAST(max(started_at) AS DATE) FROM runs)) <= e.due_on AS not_due
    FROM expected_reports AS e
    LEFT JOIN faults AS f USING (sha256)
    LEFT JOIN reports AS o USING (sha256)
),
judged AS (
    SELECT
        y.issuer_id, y.issuer, y.report_year, report_due_on(y.level, y.report_year) AS due_on, t.published_on,
        t.published_on > report_due_on(y.level, y.report_year) AS late,
        coalesce(t.reports, 0) AS reports, coalesce(t.cells_read, 0) AS cells_read, coalesce(t.cells_unread, 0) AS cells_unread,
        coalesce(t.figures_read, 0) AS figures_read, t.unreadable, t.rows_absent, t.fault, t.fault_zh,
        e.state AS looked, e.reason AS looked_reason, e.address, e.refusal, e.refusal_zh, e.holds_other, e.holds_issuer, e.holds_year,
        CASE
            WHEN t.reports IS NULL AND e.refused THEN 'unreadable'
            WHEN t.reports IS NULL AND e.not_due THEN 'not_due'
            WHEN t.reports IS NULL THEN 'missing'
            WHEN t.news_only THEN 'news_only'
            WHEN t.cells_read = 0 AND t.figures_read = 0 THEN 'unreadable'
            WHEN t.tables_missing AND t.cells_read = 0 THEN 'text_only'
            WHEN t.cells_unread > 0 THEN 'partly_read'
            WHEN t.published_on > report_due_on(y.level, y.report_year) THEN 'late'
            ELSE 'published'
        END AS state
    FROM years AS y
    LEFT JOIN there AS t USING (issuer_id, report_year)
    LEFT JOIN looked_for AS e
        ON coalesce(e.issuer_id, e.issuer) = coalesce(y.issuer_id, y.issuer) AND e.report_year = y.report_year
)
SELECT
    issuer_id, issuer, report_year, state, due_on, published_on, late, reports, cells_read, cells_unread, figures_read,
    CASE
        WHEN state = 'missing' AND looked IS NULL THEN '前后年度均有，此年未找过'
        WHEN state = 'missing' AND holds_other
            THEN format('取得的文件是{}{}年度的报告', coalesce(holds_issuer, '不明机构'), coalesce(CAST(holds_year AS VARCHAR), '不明'))
        WHEN state = 'missing' THEN CASE looked
            WHEN 'collected' THEN '已取得，尚未读入'
            WHEN 'failed' THEN '网站没有应答'
            WHEN 'refused' THEN '网站不允许抓取'
            WHEN 'missing' THEN '网页已不存在'
            WHEN 'not_found' THEN '目录页上没有'
            WHEN 'address_unknown' THEN '不知道地址'
        END
        WHEN state = 'not_due' THEN format('{} 到期', due_on)
        WHEN state = 'unreadable' THEN '读不出：' || coalesce(refusal_zh, fault_zh, '没有读到任何数字')
        WHEN state = 'text_only' THEN '统计表缺失'
        WHEN state = 'news_only' THEN '只有新闻稿'
        WHEN state = 'partly_read' THEN format('{} 格读不出，{} 行缺失', unreadable, rows_absent)
        WHEN state = 'late' THEN format('{} 发布，应于 {} 前', published_on, due_on)
    END AS reason_zh,
    CASE
        WHEN state = 'missing' AND looked IS NULL THEN 'there are reports before and after; this one was not looked for'
        WHEN state = 'missing' AND holds_other THEN format('the file that was collected is the report of {} for {}',
            coalesce(holds_issuer, 'an issuer not told'), coalesce(CAST(holds_year AS VARCHAR), 'a year not told'))
        WHEN state = 'missing' THEN concat_ws(': ', CASE looked
            WHEN 'collected' THEN 'collected, but not read yet'
            WHEN 'failed' THEN 'the host did not answer'
            WHEN 'refused' THEN 'the host does not let it be fetched'
            WHEN 'missing' THEN 'the page is gone'
            WHEN 'not_found' THEN 'no list links to it'
            WHEN 'address_unknown' THEN 'nobody said where it is'
        END, nullif(looked_reason, ''))
        WHEN state = 'not_due' THEN format('due on {}', due_on)
        WHEN state = 'unreadable' THEN coalesce(refusal, fault, 'not one figure could be read')
        WHEN state = 'text_only' THEN 'the statutory tables are missing'
        WHEN state = 'news_only' THEN 'there is only a news item about it'
        WHEN state = 'partly_read' THEN format('cells that could not be read: {}; rows absent: {}', unreadable, rows_absent)
        WHEN state = 'late' THEN format('published on {}, due on {}', published_on, due_on)
    END AS reason_en,
    address
FROM judged;
COMMENT ON VIEW coverage IS 'Issuer by year, from the first year there is to the last and whatever else was looked for: what is there, in time or not, and how well it was read';
COMMENT ON COLUMN coverage.issuer_id IS 'Issuer; NULL where a source list names none of a known kind of body';
COMMENT ON COLUMN coverage.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN coverage.report_year IS 'Year';
COMMENT ON COLUMN coverage.state IS 'published (in time, as far as a day is printed), late, partly_read (cells unreadable or rows absent), text_only (tables missing), news_only, unreadable, missing, not_due';
COMMENT ON COLUMN coverage.due_on IS 'Last legal day for publishing it';
COMMENT ON COLUMN coverage.published_on IS 'Day of publication of the first version there is, where printed';
COMMENT ON COLUMN coverage.late IS 'True where it was published after due_on, also where it was read in part only; NULL where no day is printed';
COMMENT ON COLUMN coverage.reports IS 'Reports and news items in force for the year';
COMMENT ON COLUMN coverage.cells_read IS 'Cells with a number';
COMMENT ON COLUMN coverage.cells_unread IS 'Cells that are unreadable or whose row is absent';
COMMENT ON COLUMN coverage.figures_read IS 'Statistics read in the prose';
COMMENT ON COLUMN coverage.reason_zh IS 'Why it is in that state, in Chinese';
COMMENT ON COLUMN coverage.reason_en IS 'Why it is in that state, in English';
COMMENT ON COLUMN coverage.address IS 'Address at which it was looked for, where a source list led to one';
