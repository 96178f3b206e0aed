-- Rows that several loaders may bring: a body above that both name, a rule that both hold their reports to.
CREATE OR REPLACE VIEW issuers AS
SELECT DISTINCT * EXCLUDE (loader) FROM loaded.issuers;

CREATE OR REPLACE VIEW check_runs AS
SELECT
    check_id, CAST(sum(evaluated) AS BIGINT) AS evaluated, CAST(sum(passed) AS BIGINT) AS passed,
    CAST(sum(failed) AS BIGINT) AS failed, CAST(sum(not_assessable) AS BIGINT) AS not_assessable
FROM loaded.check_runs
GROUP BY check_id;
