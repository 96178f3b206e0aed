-- From rows of a few reports (temporary tables staged_*) to the tables that the rules ask. Nothing is kept afterwards, and
-- no version is weighed against another: every report that was named is checked. Reports named only to be compared with
-- (`compared`, 1 for the first) stand for their year once, as the last of them that was named.

INSERT INTO reports BY NAME
SELECT s.* EXCLUDE (issuer_level, compared, superseded_by), nullif(
    CASE WHEN s.compared IS NOT NULL THEN arg_max(s.report_id, s.compared) OVER (PARTITION BY s.issuer_id, s.report_year) END,
    s.report_id
) AS superseded_by
FROM staged_reports AS s;
INSERT INTO texts BY NAME FROM staged_texts;
INSERT INTO sections BY NAME FROM staged_sections;
INSERT INTO mentions BY NAME FROM staged_mentions ORDER BY report_id, span_start;
INSERT INTO cells BY NAME
SELECT c.* EXCLUDE (line_label, applicant), f.line_label, CASE WHEN c.statutory_table = '3' THEN c."column" END AS applicant
FROM staged_cells AS c
JOIN reports AS r USING (report_id)
LEFT JOIN form_cells AS f ON f.vintage = r.vintage AND f.family IS NOT DISTINCT FROM r.family AND f.code = c.code
ORDER BY c.report_id, f.position NULLS LAST, c.code;
