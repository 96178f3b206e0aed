-- Ratios of series, each with what it is made of; NULL with the reason where something is missing.

CREATE VIEW ratios AS
WITH points AS (
    SELECT *, CASE WHEN scope = 'part' THEN scope_name END AS part FROM series
),
-- A ratio is asked for where the year's own figures give at least one of its operands under a form it is meant for.
asked AS (
    SELECT
        p.issuer_id, p.issuer, t.ratio_id, p.report_year, p.scope, p.part, any_value(p.scope_name) AS scope_name,
        max(p.vintage) AS vintage, any_value(i.shared_name) AS shared_name
    FROM points AS p
    JOIN issuers AS i USING (issuer_id)
    JOIN ratio_terms AS t ON t.series_id = p.series_id AND t.applicant = p.applicant AND t.years_back = 0
    GROUP BY p.issuer_id, p.issuer, t.ratio_id, p.report_year, p.scope, p.part
),
sides AS (
    SELECT
        a.issuer_id, a.issuer, a.ratio_id, a.report_year, a.scope, a.part, t.side,
        any_value(a.scope_name) AS scope_name, any_value(a.vintage) AS vintage,
        CASE WHEN count(p.value) = count(*) THEN sum(p.value) END AS value,
        CASE WHEN count(p.lower) = count(*) THEN sum(p.lower) END AS lower,
        CASE WHEN count(p.upper) = count(*) THEN sum(p.upper) END AS upper,
        bool_and(p.lower IS NOT DISTINCT FROM p.upper AND p.value IS NOT NULL) AS exact,
        min(CASE WHEN d.unit = 'count' THEN d.unit ELSE p.unit END) AS unit,
        max(CASE WHEN d.unit = 'count' THEN d.unit ELSE p.unit END) AS other_unit,
        -- Sorted below: a sort within each of so many groups takes longer than all the rest.
        list(struct_pack(place := t.position, zh := d.name_zh, en := d.name_en)) FILTER (p.series_id IS NULL) AS missing,
        list(struct_pack(place := t.position, evidence := p.evidence)) FILTER (p.evidence IS NOT NULL) AS terms,
        bool_or(p.status = 'disputed') AS disputed, bool_or(p.status = 'inferred') AS inferred,
        bool_or(p.status = 'ocr') AS recognised,
        max(p.grade) AS grade
    FROM asked AS a
    JOIN ratio_terms AS t USING (ratio_id)
    JOIN series_definitions AS d USING (series_id)
    LEFT JOIN points AS p
        ON p.issuer_id = a.issuer_id AND p.series_id = t.series_id AND p.applicant = t.applicant
        AND p.scope = a.scope AND p.part IS NOT DISTINCT FROM a.part
        -- The year before, under a name that several bodies bear, may be another body's. In the key, as a condition on the
        -- left side alone beside it has an outer join compare all with all.
        AND p.report_year = CASE WHEN t.years_back = 0 OR NOT a.shared_name THEN a.report_year - t.years_back END
    GROUP BY a.issuer_id, a.issuer, a.ratio_id, a.report_year, a.scope, a.part, t.side
),
paired AS (
    SELECT
        n.issuer_id, n.issuer, n.ratio_id, n.report_year, n.scope, n.scope_name,
        n.value AS numerator, d.value AS denominator,
        n.lower AS numerator_lower, n.upper AS numerator_upper, d.lower AS denominator_lower, d.upper AS denominator_upper,
        coalesce(n.exact AND d.exact, false) AS exact, r.share, r.caution_zh, r.caution_en,
        CASE
            WHEN coalesce(n.disputed OR d.disputed, n.disputed, d.disputed, false) THEN 'disputed'
            WHEN coalesce(n.recognised OR d.recognised, n.recognised, d.recognised, false) THEN 'ocr'
            WHEN coalesce(n.inferred OR d.inferred, n.inferred, d.inferred, false) THEN 'inferred'
            ELSE 'ok'
        END AS status_of_operands,
        greatest(n.grade, d.grade) AS grade,
        list_distinct(flatten(list_concat(
            [term.evidence FOR term IN list_sort(coalesce(n.terms, []))],
            [term.evidence FOR term IN list_sort(coalesce(d.terms, []))]))) AS evidence,
        CASE
            WHEN n.vintage IS NOT NULL AND NOT list_contains(r.vintages, n.vintage) THEN 'form'
            WHEN n.missing IS NOT NULL OR d.missing IS NOT NULL THEN 'missing'
            WHEN n.unit < n.other_unit OR d.unit < d.other_unit OR n.unit IS DISTINCT FROM d.unit THEN 'unit'
            WHEN n.lower IS NULL OR d.lower IS NULL THEN 'open'
            WHEN d.lower <= 0 THEN 'nought'
        END AS why,
        list_concat(list_sort(coalesce(n.missing, [])), list_sort(coalesce(d.missing, []))) AS missing
    FROM sides AS n
    JOIN sides AS d
        ON d.issuer_id = n.issuer_id AND d.ratio_id = n.ratio_id AND d.report_year = n.report_year
        AND d.scope = n.scope AND d.part IS NOT DISTINCT FROM n.part AND d.side = 'denominator'
    JOIN ratio_definitions AS r ON r.ratio_id = n.ratio_id
    WHERE n.side = 'numerator'
)
SELECT
    issuer_id, issuer, ratio_id, report_year, scope, scope_name,
    CASE WHEN why IS NULL AND exact THEN CAST(numerator AS DOUBLE) / CAST(denominator AS DOUBLE) END AS value,
    CASE WHEN why IS NULL AND denominator_upper IS NOT NULL
        THEN CAST(numerator_lower AS DOUBLE) / CAST(denominator_upper AS DOUBLE) END AS lower,
    CASE WHEN why IS NULL AND numerator_upper IS NOT NULL
        THEN CAST(numerator_upper AS DOUBLE) / CAST(denominator_lower AS DOUBLE) END AS upper,
    numerator, denominator,
    CASE WHEN share THEN 'share' ELSE 'ratio' END AS unit,
    grade,
    -- A part that is larger than its whole is a contradiction of the figures, whichever of them is wrong.
    CASE WHEN why IS NULL AND share AND numerator_lower > denominator_upper THEN 'disputed'
        ELSE status_of_operands END AS status,
    CASE why
        WHEN 'form' THEN '该年度报告所用表式无此口径'
        WHEN 'missing' THEN '缺少：' || array_to_string([one.zh FOR one IN missing], '、')
        WHEN 'unit' THEN '分子分母单位不同'
        WHEN 'open' THEN '有的数没有下限'
        WHEN 'nought' THEN '分母为零'
    END AS reason_zh,
    CASE why
        WHEN 'form' THEN 'the form of the report does not give this ratio its meaning'
        WHEN 'missing' THEN 'missing: ' || array_to_string([one.en FOR one IN missing], ', ')
        WHEN 'unit' THEN 'the units of numerator and denominator differ'
        WHEN 'open' THEN 'a figure has no lower bound'
        WHEN 'nought' THEN 'the denominator is nought'
    END AS reason_en,
    caution_zh, caution_en, evidence
FROM paired;
COMMENT ON VIEW ratios IS 'Ratios of series by issuer, year and scope; what each means is in ratio_definitions';
COMMENT ON COLUMN ratios.issuer_id IS 'Issuer';
COMMENT ON COLUMN ratios.issuer IS 'Full official name of the issuer';
COMMENT ON COLUMN ratios.ratio_id IS 'Ratio, as in ratio_definitions';
COMMENT ON COLUMN ratios.report_year IS 'Year';
COMMENT ON COLUMN ratios.scope IS 'Whose figures, the same for all operands';
COMMENT ON COLUMN ratios.scope_name IS 'Whose figures, in the report''s words';
COMMENT ON COLUMN ratios.value IS 'The ratio, where all operands are exact; NULL with the reason where one is missing';
COMMENT ON COLUMN ratios.lower IS 'Least ratio that the figures allow';
COMMENT ON COLUMN ratios.upper IS 'End of what the figures allow: equal to value where exact, else not itself included';
COMMENT ON COLUMN ratios.numerator IS 'Value of the numerator';
COMMENT ON COLUMN ratios.denominator IS 'Value of the denominator';
COMMENT ON COLUMN ratios.unit IS 'share (0.25 is a quarter of the whole) or ratio (one thing per other thing)';
COMMENT ON COLUMN ratios.grade IS 'The weakest grade of the series it is made of: E, N, P';
COMMENT ON COLUMN ratios.status IS 'ok, inferred, ocr, or disputed (an operand is, or the part is larger than the whole)';
COMMENT ON COLUMN ratios.reason_zh IS 'Why there is no value, in Chinese';
COMMENT ON COLUMN ratios.reason_en IS 'Why there is no value, in English';
COMMENT ON COLUMN ratios.caution_zh IS 'What to mind, in Chinese';
COMMENT ON COLUMN ratios.caution_en IS 'What to mind, in English';
COMMENT ON COLUMN ratios.evidence IS 'All cells and mentions that it rests on';
