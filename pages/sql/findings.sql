-- What failed and what the slip may be, worst first, at most $most.
WITH worst AS MATERIALIZED (
    SELECT
        f.finding_id, f.check_id, f.report_id, f.place, f.severity, f.left_value, f.right_value, f.difference,
        f.left_words, f.right_words, f.left_evidence, f.right_evidence, f.message_zh, f.message_en,
        f.issuer, f.report_year
    FROM live_findings AS f
    ORDER BY array_position(['critical', 'warning', 'info'], f.severity), f.check_id, f.issuer, f.report_year, f.finding_id
    LIMIT $most
)
SELECT
    *,
    (
        SELECT list({zh: s.message_zh, en: s.message_en} ORDER BY s.message_en)
        FROM signatures AS s
        WHERE s.finding_id = worst.finding_id AND s.finding_id IN (SELECT finding_id FROM worst)
    ) AS signatures
FROM worst
ORDER BY array_position(['critical', 'warning', 'info'], severity), check_id, issuer, report_year, finding_id
