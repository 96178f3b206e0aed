-- What became of each correction: applied where the box in force holds what was expected; else it has expired (the source
-- now holds the corrected value, or another one), or there is no such report or box. Then the series with both values.

UPDATE corrections SET report_id = found.report_id, issuer_id = found.issuer_id
FROM (
    SELECT c.entry, any_value(r.report_id) AS report_id, any_value(r.issuer_id) AS issuer_id
    FROM corrections AS c
    JOIN reports AS r
        ON c.issuer IN (r.issuer_id, r.issuer) AND r.report_year = c.report_year AND r.superseded_by IS NULL
        AND r.source_kind <> 'news_about_report'
    GROUP BY c.entry
    HAVING count(*) = 1
) AS found
WHERE found.entry = corrections.entry;

UPDATE corrections SET cell_id = c.cell_id, printed = c.value
FROM cells AS c
WHERE c.report_id = corrections.report_id AND c.code = corrections.code;

UPDATE corrections SET state = CASE
    WHEN report_id IS NULL THEN 'no_report'
    WHEN cell_id IS NULL THEN 'no_box'
    WHEN printed = expected THEN 'applied'
    WHEN printed = corrected THEN 'source_corrected'
    ELSE 'source_changed'
END;

CREATE OR REPLACE VIEW corrected_series AS
WITH applied AS (
    SELECT
        c.report_id, c.cell_id, c.who, c.why, o.issuer_id, o.indicator_id, o.value AS observed,
        -- The series may be in another unit than the box.
        CASE WHEN o.value = c.printed THEN c.corrected WHEN c.printed <> 0 THEN c.corrected * o.value / c.printed END AS corrected
    FROM corrections AS c
    JOIN observations AS o ON o.evidence_id = c.cell_id
    WHERE c.state = 'applied'
),
touched AS (
    SELECT
        s.issuer_id, s.series_id, s.report_year, s.scope, s.scope_name, s.applicant,
        sum(t.sign * (a.corrected - a.observed)) AS change, count(a.corrected) = count(*) AS known,
        string_agg(a.who || ': ' || a.why, '; ' ORDER BY a.cell_id) AS correction
    FROM (SELECT *, unnest(evidence) AS one FROM series WHERE issuer_id IN (SELECT issuer_id FROM applied)) AS s
    JOIN applied AS a ON a.cell_id = s.one
    JOIN (SELECT DISTINCT series_id, indicator_id, sign FROM series_terms) AS t
        ON t.series_id = s.series_id AND t.indicator_id = a.indicator_id
    GROUP BY ALL
)
SELECT
    s.issuer_id, s.issuer, s.series_id, s.report_year, s.scope, s.scope_name, s.applicant, s.unit, s.grade,
    CASE WHEN t.series_id IS NULL THEN s.status ELSE 'corrected' END AS status,
    s.value, CASE WHEN t.series_id IS NULL THEN s.value WHEN t.known THEN s.value + t.change END AS corrected_value,
    t.correction, s.evidence_id
FROM series AS s
LEFT JOIN touched AS t
    ON t.issuer_id = s.issuer_id AND t.series_id = s.series_id AND t.report_year = s.report_year AND t.scope = s.scope
    AND t.scope_name IS NOT DISTINCT FROM s.scope_name AND t.applicant = s.applicant;
COMMENT ON VIEW corrected_series IS 'The series with what people have corrected beside what is printed';
COMMENT ON COLUMN corrected_series.issuer_id IS 'Issuer';
COMMENT ON COLUMN corrected_series.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN corrected_series.series_id IS 'Series, as in series_definitions';
COMMENT ON COLUMN corrected_series.report_year IS 'Year';
COMMENT ON COLUMN corrected_series.scope IS 'Whose figures: organ, own_level, jurisdiction, part, unknown';
COMMENT ON COLUMN corrected_series.scope_name IS 'Whose figures, in the report''s words';
COMMENT ON COLUMN corrected_series.applicant IS 'Kind of applicant: np, biz, sci, npo, law, org_other, or total';
COMMENT ON COLUMN corrected_series.unit IS 'Unit';
COMMENT ON COLUMN corrected_series.grade IS 'E same definition over the vintages, N near, P proxy by combination';
COMMENT ON COLUMN corrected_series.status IS 'corrected where a correction in force changes the value, else as in series';
COMMENT ON COLUMN corrected_series.value IS 'Value as printed, as in series';
COMMENT ON COLUMN corrected_series.corrected_value IS 'Value with the corrections in force; the printed one where there are none';
COMMENT ON COLUMN corrected_series.correction IS 'Who corrected what, and why; NULL where nothing was';
COMMENT ON COLUMN corrected_series.evidence_id IS 'Cell or mention that the printed value rests on';
