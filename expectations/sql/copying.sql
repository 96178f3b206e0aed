-- Sentences that a report has word for word from the issuer's own report of the year before, or from another issuer
-- (checking.passages says what counts as one), of the reports in the temporary table compared. What more than five
-- issuers have is nobody's own: quotations of the law, the words of the form, a model handed down.

DELETE FROM copied_passages WHERE report_id IN (FROM compared);

CREATE OR REPLACE TEMP TABLE own_passages AS
WITH theirs AS (
    SELECT DISTINCT sentence_hash FROM checking.passages WHERE report_id IN (FROM compared)
),
own AS (
    SELECT sentence_hash
    FROM checking.passages
    WHERE sentence_hash IN (FROM theirs)
    GROUP BY sentence_hash
    HAVING count(DISTINCT issuer_id) <= 5
)
SELECT * FROM checking.passages WHERE sentence_hash IN (FROM own);

INSERT INTO copied_passages BY NAME
WITH pairs AS (
    SELECT
        n.report_id, n.span_start, n.span_end, n.chars, o.report_id AS other_id, o.span_start AS other_start,
        o.span_end AS other_end,
        CASE WHEN o.issuer_id = n.issuer_id THEN 'last_year' ELSE 'other_issuer' END AS kind
    FROM own_passages AS n
    JOIN own_passages AS o ON o.sentence_hash = n.sentence_hash AND (
        (o.issuer_id = n.issuer_id AND o.report_year = n.report_year - 1)
        OR (o.issuer_id <> n.issuer_id AND o.report_year IN (n.report_year, n.report_year - 1))
    )
    WHERE n.report_id IN (FROM compared)
    -- A sentence that stands twice in a report is copied once.
    QUALIFY row_number() OVER (PARTITION BY n.report_id, n.span_start, o.report_id ORDER BY o.span_start) = 1
)
-- A sentence that is the issuer's own of last year is not copied from others.
SELECT p.*
FROM pairs AS p
WHERE kind = 'last_year' OR (report_id, span_start) NOT IN (
    SELECT (report_id, span_start) FROM pairs WHERE kind = 'last_year'
)
ORDER BY report_id, kind, other_id, span_start;

-- How much of each report's own text it is; what a report's text comes to, for those that have none copied.
CREATE OR REPLACE TEMP TABLE own_text AS
SELECT report_id, sum(chars) AS chars FROM own_passages WHERE report_id IN (FROM compared) GROUP BY report_id;

DELETE FROM copied_shares WHERE report_id IN (FROM compared);
INSERT INTO copied_shares BY NAME
SELECT c.report_id, c.other_id, c.kind, count(*) AS sentences, sum(c.chars) AS chars, any_value(t.chars) AS own_chars
FROM copied_passages AS c
JOIN own_text AS t USING (report_id)
GROUP BY c.report_id, c.other_id, c.kind
UNION ALL BY NAME
-- What was compared and found to share nothing.
SELECT t.report_id, p.previous_id AS other_id, 'last_year' AS kind, 0 AS sentences, 0 AS chars, t.chars AS own_chars
FROM own_text AS t
JOIN checking.previous AS p USING (report_id)
WHERE (t.report_id, p.previous_id) NOT IN (SELECT (report_id, other_id) FROM copied_passages)
ORDER BY report_id, kind, other_id;

DROP TABLE own_passages;
DROP TABLE own_text;
DROP TABLE compared;
