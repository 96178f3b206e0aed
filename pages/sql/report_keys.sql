-- A number for everything that the page of a report is made of: it changes when the page would. Sums of hashes, so that
-- neither order nor repetition is lost or matters.
WITH resting AS (
    -- What findings rest on in other reports; what they rest on in their own is in the key anyhow.
    SELECT DISTINCT finding_id, report_id, evidence_id, split_part(evidence_id, ':', 1) AS there
    FROM (
        SELECT finding_id, report_id, unnest(left_evidence || right_evidence) AS evidence_id
        FROM findings
        WHERE outcome = 'fail'
    )
    WHERE split_part(evidence_id, ':', 1) <> report_id
),
named AS (
    SELECT report_id, hash(report_id, issuer, report_year) AS named FROM reports
),
neighbours AS (
    SELECT issuer_id, sum(CAST(hash(report_id, report_year, source_kind, superseded_by) AS HUGEINT)) AS neighbours
    FROM reports
    GROUP BY issuer_id
),
parts AS (
    SELECT report_id, hash(r) AS part FROM reports AS r
    UNION ALL
    SELECT report_id, hash(fingerprint) FROM report_contents
    UNION ALL
    SELECT report_id, hash(p) FROM problems AS p WHERE report_id IS NOT NULL
    UNION ALL
    SELECT report_id, hash(f) FROM findings AS f
    UNION ALL
    SELECT report_id, hash(a) FROM agreements AS a
    UNION ALL
    SELECT f.report_id, hash(s) FROM signatures AS s JOIN findings AS f USING (finding_id)
    UNION ALL
    -- What its findings rest on in other reports, and which findings of others rest on it.
    SELECT s.report_id, hash(s.evidence_id, n.named, c.fingerprint)
    FROM resting AS s
    JOIN named AS n ON n.report_id = s.there
    JOIN report_contents AS c ON c.report_id = s.there
    UNION ALL
    SELECT there, hash(report_id, finding_id, evidence_id) FROM resting
    UNION ALL
    SELECT report_id, hash(neighbours) FROM reports JOIN neighbours USING (issuer_id)
    UNION ALL
    SELECT report_id, hash(c) FROM corrections AS c WHERE report_id IS NOT NULL
    UNION ALL
    SELECT p.report_id, hash(p) FROM copied_passages AS p
    UNION ALL
    SELECT s.report_id, hash(s, n.named) FROM copied_shares AS s JOIN named AS n ON n.report_id = s.other_id
    UNION ALL
    SELECT r.report_id, hash(i.division_code) FROM reports AS r JOIN issuers AS i USING (issuer_id)
)
SELECT report_id AS id, CAST(sum(CAST(part AS HUGEINT)) AS VARCHAR) AS key
FROM parts
WHERE report_id IN (SELECT report_id FROM reports)
GROUP BY report_id
ORDER BY report_id
