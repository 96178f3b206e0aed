-- What each finding in force rests on, hashed: the same as long as the same boxes of the same issuer's year hold the same
-- numbers, in whatever file and version of the report.
CREATE OR REPLACE TEMP VIEW finding_operands AS
WITH places AS (
    SELECT cell_id AS evidence_id, report_id, code || '=' || coalesce(CAST(value AS VARCHAR), cell_state) AS operand
    FROM cells
    UNION ALL
    SELECT
        mention_id, report_id,
        concat_ws('=', coalesce(indicator_id, surface), coalesce(CAST(value AS VARCHAR), lower || '..' || upper, surface))
    FROM mentions
),
resting AS (
    SELECT finding_id, unnest(left_evidence || right_evidence) AS evidence_id
    FROM findings_in_force
),
operands AS (
    SELECT
        s.finding_id,
        string_agg(r.report_year || ':' || p.operand, ';' ORDER BY r.report_year, p.operand) AS operands
    FROM resting AS s
    JOIN places AS p USING (evidence_id)
    JOIN reports AS r ON r.report_id = p.report_id
    GROUP BY s.finding_id
)
SELECT
    f.finding_id,
    md5(concat_ws('|', coalesce(f.issuer_id, f.report_id), f.report_year, f.check_id, f.place, o.operands)) AS operands
FROM findings_in_force AS f
LEFT JOIN operands AS o USING (finding_id);
