-- From staging Parquet to tables: of each report what taken.sql takes. The lists of files are in the variables
-- staging_<table> and reference_<table>.

INSERT INTO form_cells SELECT * FROM read_parquet(getvariable('reference_form_cells')) ORDER BY form_id, position;
INSERT INTO identity_terms
SELECT * FROM read_parquet(getvariable('reference_identity_terms')) ORDER BY form_id, identity_id, position;
INSERT INTO indicators SELECT * FROM read_parquet(getvariable('reference_indicators')) ORDER BY indicator_id;
INSERT INTO series_definitions
SELECT * FROM read_parquet(getvariable('reference_series_definitions')) ORDER BY series_id;
INSERT INTO series_terms
SELECT * FROM read_parquet(getvariable('reference_series_terms'))
ORDER BY series_id, vintage, alternative, indicator_id;
INSERT INTO breaks
SELECT * FROM read_parquet(getvariable('reference_breaks'))
ORDER BY series_id, report_year NULLS FIRST, other_id NULLS FIRST, reason_en;
INSERT INTO ratio_definitions SELECT * FROM read_parquet(getvariable('reference_ratio_definitions')) ORDER BY ratio_id;
INSERT INTO ratio_terms
SELECT * FROM read_parquet(getvariable('reference_ratio_terms')) ORDER BY ratio_id, position;
INSERT INTO openness_components
SELECT * FROM read_parquet(getvariable('reference_openness_components')) ORDER BY position;

-- A later version of the same issuer's report for the same year supersedes the earlier ones. A full report goes before
-- one whose tables are missing; one that prints its day before one that does not, since when that one was said nobody
-- knows (a copy, a sample); of two versions of one moment (a page and its attachment) the one of which more was read; a
-- news item neither supersedes nor is superseded. Reports of two scopes (本级 and 全市) are two reports, not versions;
-- one that does not say its scope is a version of the only scope there is. Under a name that several bodies bear nobody
-- knows what is a version of what: all stay, and where they differ no figure is preferred.
INSERT INTO reports BY NAME
WITH read AS (
    SELECT r.* EXCLUDE (filename, issuer_level)
    FROM read_parquet(getvariable('staging_reports'), filename = true) AS r
    SEMI JOIN taken USING (report_id, filename)
),
numbers AS (
    SELECT c.report_id, count(c.value) AS numbers_read
    FROM read_parquet(getvariable('staging_cells'), filename = true) AS c
    JOIN taken_batches AS b ON b.report_id = c.report_id AND b.batch = parse_dirpath(c.filename)
    GROUP BY c.report_id
),
scoped AS (
    SELECT
        r.*, coalesce(n.numbers_read, 0) AS numbers_read,
        min(nullif(r.scope, 'unknown')) OVER of_year AS one_scope, max(nullif(r.scope, 'unknown')) OVER of_year AS other_scope
    FROM read AS r
    JOIN issuers AS i USING (issuer_id)
    LEFT JOIN numbers AS n USING (report_id)
    WHERE r.source_kind <> 'news_about_report' AND r.report_year IS NOT NULL AND NOT i.shared_name
    WINDOW of_year AS (PARTITION BY r.issuer_id, r.report_year)
),
versions AS (
    SELECT
        report_id,
        first_value(report_id) OVER (
            PARTITION BY
                issuer_id, report_year,
                CASE WHEN scope <> 'unknown' THEN scope WHEN one_scope = other_scope THEN one_scope END
            ORDER BY
                source_kind = 'report' DESC,
                published_on IS NULL,
                coalesce(published_on, CAST(retrieved_at AS DATE)) DESC,
                retrieved_at DESC,
                numbers_read DESC,
                report_id
        ) AS latest
    FROM scoped
)
SELECT read.*, nullif(versions.latest, read.report_id) AS superseded_by
FROM read
LEFT JOIN versions USING (report_id)
ORDER BY issuer_id, report_year, report_id;

INSERT INTO texts
SELECT t.* EXCLUDE (filename)
FROM read_parquet(getvariable('staging_texts'), filename = true) AS t
JOIN taken_batches AS b ON b.report_id = t.report_id AND b.batch = parse_dirpath(t.filename)
ORDER BY t.report_id;

INSERT INTO sections
SELECT s.* EXCLUDE (filename)
FROM read_parquet(getvariable('staging_sections'), filename = true) AS s
JOIN taken_batches AS b ON b.report_id = s.report_id AND b.batch = parse_dirpath(s.filename)
ORDER BY s.report_id, s.span_start, s.section;

INSERT INTO cells BY NAME
SELECT
    c.* EXCLUDE (filename),
    f.line_label,
    CASE WHEN c.statutory_table = '3' THEN c."column" END AS applicant
FROM read_parquet(getvariable('staging_cells'), filename = true) AS c
JOIN taken_batches AS b ON b.report_id = c.report_id AND b.batch = parse_dirpath(c.filename)
JOIN reports AS r ON r.report_id = c.report_id
LEFT JOIN form_cells AS f
    ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
ORDER BY c.report_id, f.position NULLS LAST, c.code;

INSERT INTO mentions BY NAME
SELECT m.* EXCLUDE (filename)
FROM read_parquet(getvariable('staging_mentions'), filename = true) AS m
JOIN taken_batches AS b ON b.report_id = m.report_id AND b.batch = parse_dirpath(m.filename)
ORDER BY m.report_id, m.span_start;

-- Problems of reports as they were taken, and of how they stand to each other.
INSERT INTO problems
SELECT p.* EXCLUDE (filename)
FROM read_parquet(getvariable('staging_problems'), filename = true) AS p
JOIN taken_batches AS b ON b.report_id = p.report_id AND b.batch = parse_dirpath(p.filename)
UNION ALL
SELECT
    r.report_id, r.file, r.sha256, 'not_placed',
    'The report''s issuer or year is not known: its figures are kept, but stand in no series',
    '报告的发布机构或年度不明：数字保留，但不进入任何序列。',
    NULL, 'issuer and report year', [], NULL, NULL, NULL, NULL
FROM reports AS r
WHERE r.issuer_id IS NULL OR r.report_year IS NULL
UNION ALL
SELECT
    r.report_id, r.file, r.sha256, 'undated_version',
    format('The report prints no day of publication; {}, published on {}, is used for the year instead', n.file, n.published_on),
    format('报告没有印公布日期；该年度改用{}（{}公布）。', n.file, n.published_on),
    NULL, 'a printed day of publication', [], NULL, NULL, NULL, NULL
FROM reports AS r
JOIN reports AS n ON n.report_id = r.superseded_by
WHERE r.published_on IS NULL AND n.published_on IS NOT NULL AND r.source_kind = n.source_kind
UNION ALL
SELECT
    r.report_id, r.file, r.sha256, 'same_name',
    format('{} reports for {} bear the name {}, which several bodies have: where they differ no figure is used',
        count(*) OVER of_year, r.report_year, r.issuer),
    format('“{}”为几个机关共有，{}年度有{}份报告用此名称：数字不同之处都不采用。', r.issuer, r.report_year, count(*) OVER of_year),
    r.issuer, 'a name that only one body has', [], NULL, NULL, NULL, NULL
FROM reports AS r
JOIN issuers AS i USING (issuer_id)
WHERE i.shared_name AND r.report_year IS NOT NULL AND r.source_kind <> 'news_about_report'
WINDOW of_year AS (PARTITION BY r.issuer_id, r.report_year)
QUALIFY count(*) OVER of_year > 1
ORDER BY report_id, span_start NULLS FIRST, code, message;
