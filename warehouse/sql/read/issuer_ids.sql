-- Issuers with a report by id, name or short name; a district or county also without the city it is in (洪泽区), which
-- may be several.
SELECT issuer_id FROM issuers
WHERE issuer_id IN (SELECT issuer_id FROM reports) AND (
    $name IN (issuer_id, issuer, short_name)
    OR right($name, 1) IN ('市', '区', '县', '旗') AND ends_with(short_name, $name)
        AND substr(short_name, length(short_name) - length($name), 1) IN ('省', '市', '州', '盟', '区')
)
ORDER BY issuer_id
