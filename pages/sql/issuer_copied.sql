-- How much of the text of the chosen issuers' reports ($ids) is another report's: for each, the one with most of it.
SELECT
    r.issuer_id, r.report_year, s.report_id, s.kind, s.sentences, round(100 * s.chars / s.own_chars) AS share,
    s.other_id, o.issuer, o.report_year AS other_year
FROM copied_shares AS s
JOIN reports AS r ON r.report_id = s.report_id
JOIN reports AS o ON o.report_id = s.other_id
WHERE s.sentences > 0 AND r.issuer_id IN (SELECT unnest($ids))
QUALIFY row_number() OVER (PARTITION BY s.report_id, s.kind ORDER BY s.chars DESC, s.other_id) = 1
ORDER BY r.issuer_id, r.report_year DESC, s.kind, s.report_id
