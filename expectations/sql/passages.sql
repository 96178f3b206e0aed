-- The sentences that reports are compared by. Only sentences of thirty characters or more count, of the parts that an
-- issuer writes itself (not the preamble, which cites the law, and no sentence that a table runs into); years are masked,
-- so that 2023年 made 2024年 is still the same sentence.

DELETE FROM checking.passages;
INSERT INTO checking.passages BY NAME
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
        regexp_replace(regexp_replace(piece, '\s+', '', 'g'), '(19|20)[0-9]{2}', '年', 'g') AS sentence,
        span_start + coalesce(sum(length(piece) + 1) OVER (
            PARTITION BY report_id, span_start ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS begins
    FROM pieces
)
SELECT
    l.report_id, r.issuer_id, r.report_year, CAST(begins AS INTEGER) AS span_start,
    CAST(begins + length(words) AS INTEGER) AS span_end,
    hash(sentence) AS sentence_hash, CAST(length(sentence) AS INTEGER) AS chars
FROM placed AS l
JOIN reports AS r USING (report_id)
WHERE r.source_kind = 'report' AND r.superseded_by IS NULL AND r.issuer_id IS NOT NULL AND r.report_year IS NOT NULL
    AND chars >= 30
    AND NOT EXISTS (
        FROM cells AS c
        WHERE c.report_id = l.report_id AND c.span_start >= l.begins AND c.span_end <= l.begins + length(l.words)
    )
ORDER BY l.report_id, begins;
