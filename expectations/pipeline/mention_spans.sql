-- The report's text holds at the span just what is said to stand there, and the number within it.
SELECT m.mention_id
FROM mentions AS m
LEFT JOIN texts AS t USING (report_id)
WHERE t.text IS NULL OR m.span_start < 0 OR m.span_start >= m.span_end OR m.span_end > length(t.text)
    OR m.number_start < m.span_start OR m.number_end > m.span_end OR m.number_start >= m.number_end
    OR substr(t.text, m.span_start + 1, m.span_end - m.span_start) IS DISTINCT FROM m.surface
    OR substr(t.text, m.number_start + 1, m.number_end - m.number_start) IS DISTINCT FROM m.number_surface
