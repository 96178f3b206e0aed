-- Every series, what it is made of on each form, and its breaks.
SELECT
    d.series_id, d.name_zh, d.name_en, d.definition, d.definition_zh, d.unit, d.flow_or_stock, d.topic,
    (SELECT list(DISTINCT grade ORDER BY grade) FROM series_terms AS t WHERE t.series_id = d.series_id) AS grades,
    (
        SELECT list({vintage: o.vintage, terms: o.terms} ORDER BY o.vintage, o.alternative)
        FROM (
            SELECT
                t.vintage, t.alternative,
                list({sign: t.sign, indicator_id: t.indicator_id, name_zh: i.name_zh, name_en: i.name_en} ORDER BY t.indicator_id) AS terms
            FROM series_terms AS t
            LEFT JOIN indicators AS i USING (indicator_id)
            WHERE t.series_id = d.series_id
            GROUP BY t.vintage, t.alternative
        ) AS o
    ) AS origins,
    (
        SELECT list({year: b.report_year, vintage: b.vintage, reason_zh: b.reason_zh, reason_en: b.reason_en} ORDER BY b.report_year)
        FROM breaks AS b
        WHERE b.series_id = d.series_id AND b.relation = 'break'
    ) AS breaks
FROM series_definitions AS d
ORDER BY
    array_position(
        ['requests', 'remedies', 'proactive', 'fees', 'response', 'platforms', 'open_data', 'gazette', 'training', 'staff'],
        d.topic
    ),
    d.series_id
