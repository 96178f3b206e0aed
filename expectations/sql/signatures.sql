-- The sums that failed, the boxes of their reports (and of the reports of the year before), and the sums of the forms.
CREATE OR REPLACE TEMP TABLE failed_sums AS
SELECT f.finding_id, f.report_id, f.left_evidence || f.right_evidence AS evidence
FROM findings AS f
WHERE f.outcome = 'fail'
    AND f.check_id IN (SELECT check_id FROM checking.sum_terms WHERE relation = '=' GROUP BY check_id HAVING max(back) = 0);

CREATE OR REPLACE TEMP TABLE boxes_of_failed AS
WITH failed AS (
    SELECT DISTINCT report_id FROM failed_sums
),
sources AS (
    SELECT report_id, report_id AS source_id, false AS last_year FROM failed
    UNION ALL
    SELECT report_id, previous_id AS source_id, true AS last_year FROM failed JOIN checking.previous USING (report_id)
)
SELECT
    s.report_id, s.last_year, c.code, c.cell_id, c.value, c.statutory_table || ':' || c.line AS line,
    checking.label(f.line_label) AS line_words,
    concat_ws('·', checking.label(f.line_label), checking.label(f.column_label)) AS words, f.position
FROM sources AS s
JOIN cells AS c ON c.report_id = s.source_id
JOIN reports AS own ON own.report_id = c.report_id
JOIN form_cells AS f ON f.vintage = own.vintage AND f.family IS NOT DISTINCT FROM own.family AND f.code = c.code
WHERE c.cell_state <> 'absent_row'
ORDER BY s.report_id, s.last_year, f.position;

CREATE OR REPLACE TEMP TABLE sums_of_failed AS
SELECT r.report_id, t.check_id, t.instance, t.side, CASE WHEN t.side = 'left' THEN t.sign ELSE -t.sign END AS sign, t.code
FROM (SELECT DISTINCT report_id FROM failed_sums) AS f
JOIN reports AS r USING (report_id)
JOIN checking.sum_terms AS t ON t.vintage = r.vintage AND (t.any_family OR t.family IS NOT DISTINCT FROM r.family)
WHERE t.relation = '='
    AND t.check_id IN (SELECT check_id FROM checking.sum_terms WHERE relation = '=' GROUP BY check_id HAVING max(back) = 0)
ORDER BY r.report_id, t.check_id, t.instance, t.side, t.position;

-- Figures of the text that differ from the table, and are what the text of the year before has for the same thing. Small
-- numbers agree by chance.
CREATE OR REPLACE TEMP TABLE left_standing AS
SELECT DISTINCT
    f.finding_id, f.report_id, n.indicator_id, n.evidence_id AS mention_id, n.value, f.right_value,
    checking.named(r.vintage, n.indicator_id, i.name_zh) AS name_zh, i.name_en
FROM findings AS f
JOIN checking.previous AS p USING (report_id)
JOIN observations AS n ON n.evidence_id = f.left_evidence[1] AND n.evidence_kind = 'mention'
JOIN observations AS o
    ON o.report_id = p.previous_id AND o.indicator_id = n.indicator_id AND o.evidence_kind = 'mention'
    AND o.value = n.value AND o.scope = n.scope
JOIN reports AS r ON r.report_id = f.report_id
JOIN indicators AS i ON i.indicator_id = n.indicator_id
WHERE f.outcome = 'fail' AND f.check_id IN (SELECT check_id FROM checking.reading_terms)
    AND len(f.left_evidence) = 1 AND n.value >= 10 AND f.right_value IS NOT NULL
ORDER BY f.finding_id;
