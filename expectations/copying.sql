-- Sentences that a report has word for word from the issuer's own report of the year before, or from another issuer. Only
-- sentences of thirty characters or more count, of the parts that an issuer writes itself (not the preamble, which cites
-- the law, and no sentence that a table runs into); years are masked, so that 2023年 made 2024年 is still the same sentence. What more than five
-- issuers have is nobody's own: quotations of the law, the words of the form, a model handed down.

DELETE FROM copied_passages;

CREATE OR REPLACE TEMP TABLE passages AS
WITH pieces AS (
    SELECT report_id, span_start, unnest(parts) AS piece, generate_subscripts(parts, 1) AS number
    FROM (
        SELECT
            s.report_id, s.span_start,
            string_split_regex(substr(t.text, s.span_start + 1, s.span_end - s.span_start), '[。！？；;]') AS parts
        FROM sections AS s
        JOIN texts AS t USING (report_id)
        WHERE s.section IN ('overview', 'proactive', 'requests', 'remedies', 'problems', 'other')
    )
),
placed AS (
    SELECT
        report_id, piece AS words,
        span_start + coalesce(sum(length(piece) + 1) OVER (
            PARTITION BY report_id, span_start ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS begins
    FROM pieces
)
SELECT
    l.report_id, r.issuer_id, r.report_year, CAST(begins AS INTEGER) AS span_start,
    CAST(begins + length(words) AS INTEGER) AS span_end,
    regexp_replace(regexp_replace(words, '\s+', '', 'g'), '(19|20)[0-9]{2}', '年', 'g') AS sentence,
    hash(sentence) AS sentence_hash, length(sentence) AS chars
FROM placed AS l
JOIN reports AS r USING (report_id)
WHERE r.source_kind = 'report' AND r.superseded_by IS NULL AND r.issuer_id IS NOT NULL AND r.report_year IS NOT NULL
    AND chars >= 30
    AND NOT EXISTS (
        FROM cells AS c
        WHERE c.report_id = l.report_id AND c.span_start >= l.begins AND c.span_end <= l.begins + length(l.words)
    );

CREATE OR REPLACE TEMP TABLE own_passages AS
SELECT p.* EXCLUDE (sentence)
FROM passages AS p
WHERE sentence_hash NOT IN (
    SELECT sentence_hash FROM passages GROUP BY sentence_hash HAVING count(DISTINCT issuer_id) > 5
);

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
SELECT report_id, sum(chars) AS chars, count(*) AS sentences FROM own_passages GROUP BY report_id;

DELETE FROM copied_shares;
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

DROP TABLE passages;
DROP TABLE own_passages;
DROP TABLE own_text;
