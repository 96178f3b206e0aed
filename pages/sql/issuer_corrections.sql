-- What people have corrected of the chosen issuers ($ids), also where no report or box answers to it any more.
SELECT
    i.issuer_id, c.report_id, c.report_year, c.code, c.cell_id, c.expected, c.printed, c.corrected, c.who, c.why,
    c.source, c.state
FROM corrections AS c
JOIN issuers AS i ON i.issuer_id = c.issuer_id OR (c.issuer_id IS NULL AND c.issuer IN (i.issuer_id, i.issuer))
WHERE i.issuer_id IN (SELECT unnest($ids))
ORDER BY i.issuer_id, c.report_year DESC, c.entry
