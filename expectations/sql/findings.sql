-- From the outcomes of the rules that were asked (temporary tables outcomes and asked) to findings and counts.

DELETE FROM findings WHERE check_id IN (FROM asked);
INSERT INTO findings
SELECT
    concat_ws(':', 'f', report_id, check_id, turn) AS finding_id,
    check_id, report_id, place, outcome, severity, left_value, right_value, left_value - right_value,
    left_words, right_words, left_evidence, right_evidence, checking.nested(message_zh), checking.nested(message_en)
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

-- Figures of the text that agree with the table in one of several readings, with the reading.
DELETE FROM agreements WHERE check_id IN (FROM asked);
INSERT INTO agreements BY NAME
SELECT
    report_id, check_id, place, left_value AS value, reading_zh, reading_en, left_evidence AS text_evidence,
    right_evidence AS table_evidence, checking.nested(message_zh) AS message_zh, checking.nested(message_en) AS message_en
FROM outcomes
WHERE outcome = 'pass' AND reading_en IS NOT NULL
ORDER BY report_id, check_id, place;

-- What else passed is not told one by one; how often it did is kept for each report, so that a report can be replaced.
DELETE FROM check_passes WHERE check_id IN (FROM asked);
INSERT INTO check_passes
SELECT report_id, check_id, count(*)
FROM outcomes
WHERE outcome = 'pass'
GROUP BY report_id, check_id
ORDER BY report_id, check_id;

DELETE FROM check_runs;
INSERT INTO check_runs
WITH counted AS (
    SELECT check_id, passed, 0 AS failed, 0 AS not_assessable FROM check_passes
    UNION ALL
    SELECT check_id, 0, (outcome = 'fail')::INTEGER, (outcome = 'not_assessable')::INTEGER FROM findings
)
SELECT
    c.check_id,
    coalesce(sum(o.passed + o.failed), 0)::BIGINT,
    coalesce(sum(o.passed), 0)::BIGINT,
    coalesce(sum(o.failed), 0)::BIGINT,
    coalesce(sum(o.not_assessable), 0)::BIGINT
FROM checks AS c
LEFT JOIN counted AS o USING (check_id)
WHERE c.kind = 'report'
GROUP BY c.check_id
ORDER BY c.check_id;

-- How much of each report was found in order, for who checks a draft.
CREATE OR REPLACE TEMP TABLE passed AS
SELECT report_id, count(*) AS passed FROM outcomes WHERE outcome = 'pass' GROUP BY report_id;

DROP TABLE outcomes;
DROP TABLE asked;
