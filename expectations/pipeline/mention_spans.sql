SELECT m.mention_id
FROM mentions AS m
JOIN texts AS t USING (report_id)
WHERE m.span_start < 0 OR m.span_end > length(t.text) OR m.span_start >= m.span_end
    OR m.number_start < m.span_start OR m.number_end > m.span_end
    OR length(substr(t.text, m.span_start + 1, m.span_end - m.span_start)) <> length(m.surface)
