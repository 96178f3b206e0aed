-- From the outcomes of the rules (temporary table outcomes) to findings, counts and the status of observations.

DELETE FROM findings;
INSERT INTO findings
SELECT
    concat_ws(':', 'f', report_id, check_id, turn) AS finding_id,
    check_id, report_id, place, outcome, severity, left_value, right_value, left_value - right_value,
    left_words, right_words, left_evidence, right_evidence, message_zh, message_en
FROM (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY report_id, check_id ORDER BY place, left_evidence, right_evidence, message_en
        ) AS turn
    FROM outcomes
    JOIN (SELECT check_id, severity FROM checks) USING (check_id)
    WHERE outcome <> 'pass'
)
ORDER BY report_id, check_id, turn;

DELETE FROM check_runs;
INSERT INTO check_runs
SELECT
    c.check_id,
    count(o.outcome) FILTER (o.outcome <> 'not_assessable'),
    count(o.outcome) FILTER (o.outcome = 'pass'),
    count(o.outcome) FILTER (o.outcome = 'fail'),
    count(o.outcome) FILTER (o.outcome = 'not_assessable')
FROM checks AS c
LEFT JOIN outcomes AS o USING (check_id)
WHERE c.kind = 'report'
GROUP BY c.check_id
ORDER BY c.check_id;

-- Figures that a failed rule puts in doubt stay as they are and are marked.
UPDATE observations SET status = 'disputed'
WHERE status IN ('ok', 'inferred', 'ocr') AND evidence_id IN (
    SELECT unnest(list_concat(left_evidence, right_evidence))
    FROM findings
    WHERE outcome = 'fail' AND severity IN ('critical', 'warning')
);

-- How much of each report was found in order, for who checks a draft.
CREATE OR REPLACE TEMP TABLE passed AS
SELECT report_id, count(*) AS passed FROM outcomes WHERE outcome = 'pass' GROUP BY report_id;

DROP TABLE outcomes;
