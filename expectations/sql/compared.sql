-- The reports whose copied sentences may be others than in the published file: those of the part, and all that have a
-- sentence that came or went, unless it is nobody's own before and after (copying.sql).

CREATE OR REPLACE TEMP TABLE compared AS
WITH drawn AS (
    SELECT report_id FROM part.reports
    UNION
    SELECT report_id FROM published.reports WHERE report_id NOT IN (SELECT report_id FROM reports)
),
touched AS (
    SELECT sentence_hash FROM part.checking.passages
    UNION
    SELECT sentence_hash FROM published.checking.passages WHERE report_id IN (FROM drawn)
),
-- By how many issuers a sentence is had, before and now: the fewer of the two decides.
had AS (
    SELECT sentence_hash, count(DISTINCT issuer_id) AS issuers
    FROM published.checking.passages WHERE sentence_hash IN (FROM touched) GROUP BY sentence_hash
    UNION ALL
    SELECT sentence_hash, count(DISTINCT issuer_id)
    FROM checking.passages WHERE sentence_hash IN (FROM touched) GROUP BY sentence_hash
)
SELECT report_id FROM drawn
UNION
SELECT report_id
FROM checking.passages
WHERE sentence_hash IN (SELECT sentence_hash FROM had GROUP BY sentence_hash HAVING min(issuers) <= 5);
