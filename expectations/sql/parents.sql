-- Places of which a part has reported as well as they themselves.
SELECT DISTINCT i.parent_id
FROM reports AS r
JOIN issuers AS i USING (issuer_id)
WHERE i.level <> 'department' AND i.parent_id IN (SELECT issuer_id FROM reports)
