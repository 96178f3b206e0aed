-- The points of the series as SDMX-CSV, in the order of the structure (warehouse/sdmx.py). SDMX has one code for what
-- ails an observation: what contradicts the figure comes before what makes it inexact, and that before a break.
SELECT
    'datastructure' AS STRUCTURE,
    'GONGKAI:SERIES(1.0)' AS STRUCTURE_ID,
    'R' AS ACTION,
    'A' AS FREQ,
    s.issuer_id AS ISSUER,
    s.series_id AS SERIES,
    s.applicant AS APPLICANT,
    s.scope AS SCOPE,
    CASE WHEN s.scope = 'part' THEN s.scope_name ELSE '_Z' END AS PART,
    s.report_year AS TIME_PERIOD,
    s.value AS OBS_VALUE,
    CASE
        WHEN s.value IS NULL AND s.lower IS NULL AND s.upper IS NULL THEN 'O'
        WHEN s.status IN ('disputed', 'ocr') THEN 'U'
        WHEN s.status = 'inferred' OR s.lower IS DISTINCT FROM s.upper THEN 'E'
        WHEN b.reason_en IS NOT NULL THEN 'B'
        ELSE 'A'
    END AS OBS_STATUS,
    s.status AS READING,
    s.lower AS LOWER,
    s.upper AS UPPER,
    s.unit AS UNIT_MEASURE,
    s.grade AS GRADE,
    s.vintage AS FORM,
    b.reason_en AS BREAK,
    s.evidence_id AS EVIDENCE
FROM series AS s
LEFT JOIN series_breaks AS b
    ON b.issuer_id = s.issuer_id AND b.series_id = s.series_id AND b.report_year = s.report_year AND b.scope = s.scope
    AND (s.scope <> 'part' OR b.scope_name = s.scope_name)
ORDER BY ALL
