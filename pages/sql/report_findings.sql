-- What failed in the chosen reports ($ids), with the rule and what the slip may be.
SELECT
    f.finding_id, f.report_id, f.check_id, f.place, f.severity, f.left_value, f.right_value, f.difference,
    f.left_words, f.right_words, f.left_evidence, f.right_evidence, f.message_zh, f.message_en,
    c.title_zh, c.title_en, c.formula, c.formula_zh, c.exceptions, c.exceptions_zh, c.source, c.explanation_zh, c.explanation_en,
    (
        SELECT list({zh: s.message_zh, en: s.message_en} ORDER BY s.message_en)
        FROM signatures AS s
        WHERE s.finding_id = f.finding_id
    ) AS signatures
FROM findings AS f
JOIN checks AS c USING (check_id)
WHERE f.outcome = 'fail' AND f.report_id IN (SELECT unnest($ids))
ORDER BY f.report_id, array_position(['critical', 'warning', 'info'], f.severity), f.check_id, f.finding_id
