-- Which reports the chosen ones ($ids) have sentences in common with, and the first $most of them in the words.
WITH worded AS (
    SELECT
        p.report_id, p.other_id, p.kind, p.span_start,
        trim(substr(t.text, p.span_start + 1, p.span_end - p.span_start)) AS words
    FROM copied_passages AS p
    JOIN texts AS t USING (report_id)
    WHERE p.report_id IN (SELECT unnest($ids))
    QUALIFY row_number() OVER (PARTITION BY p.report_id, p.other_id, p.kind ORDER BY p.span_start) <= $most
),
listed AS (
    SELECT report_id, other_id, kind, list(words ORDER BY span_start) AS passages FROM worded GROUP BY ALL
)
SELECT
    s.report_id, s.other_id, s.kind, s.sentences, round(100 * s.chars / s.own_chars) AS share, o.issuer, o.report_year,
    coalesce(l.passages, []) AS passages
FROM copied_shares AS s
JOIN reports AS o ON o.report_id = s.other_id
LEFT JOIN listed AS l ON l.report_id = s.report_id AND l.other_id = s.other_id AND l.kind = s.kind
WHERE s.sentences > 0 AND s.report_id IN (SELECT unnest($ids))
ORDER BY s.report_id, s.kind, s.chars DESC, s.other_id
