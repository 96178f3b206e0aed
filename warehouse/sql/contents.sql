-- What was read of each report, in sums, so that nobody has to go through all cells for them.

INSERT INTO report_contents BY NAME
WITH in_tables AS (
    SELECT
        report_id, count(*) AS cells, count(value) AS valued,
        count(*) FILTER (cell_state = 'number') AS number,
        count(*) FILTER (cell_state = 'zero') AS zero,
        count(*) FILTER (cell_state = 'blank') AS blank,
        count(*) FILTER (cell_state = 'na_mark') AS na_mark,
        count(*) FILTER (cell_state = 'text') AS text,
        count(*) FILTER (cell_state = 'unreadable') AS unreadable,
        count(*) FILTER (cell_state = 'inferred') AS inferred,
        count(*) FILTER (cell_state = 'ocr') AS ocr,
        count(*) FILTER (cell_state = 'absent_row') AS absent_row,
        count(DISTINCT line) FILTER (cell_state = 'absent_row') AS rows_absent, sum(CAST(hash(c) AS HUGEINT)) AS told
    FROM cells AS c
    GROUP BY report_id
),
in_text AS (
    SELECT
        report_id, count(*) AS mentions, count(*) FILTER (is_statistic) AS statistics,
        count(*) FILTER (is_statistic AND indicator_id IS NOT NULL) AS bound, sum(CAST(hash(m) AS HUGEINT)) AS told
    FROM mentions AS m
    GROUP BY report_id
),
observed AS (
    SELECT report_id, count(*) AS observations FROM observations GROUP BY report_id
),
in_sections AS (
    SELECT report_id, sum(CAST(hash(s) AS HUGEINT)) AS told FROM sections AS s GROUP BY report_id
)
SELECT
    r.report_id, COALESCE(COLUMNS(c.* EXCLUDE (report_id, told)), 0), COALESCE(COLUMNS(m.* EXCLUDE (report_id, told)), 0),
    coalesce(o.observations, 0) AS observations, hash(c.told, m.told, s.told, t.text) AS fingerprint
FROM reports AS r
LEFT JOIN in_tables AS c USING (report_id)
LEFT JOIN in_text AS m USING (report_id)
LEFT JOIN observed AS o USING (report_id)
LEFT JOIN in_sections AS s USING (report_id)
LEFT JOIN texts AS t USING (report_id)
ORDER BY r.report_id;
