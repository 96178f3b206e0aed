-- As report_keys.sql, for what the pages that lead to the others say beside that of reports and issuers.
WITH parts AS (
    SELECT hash(r) AS part FROM runs AS r
    UNION ALL
    SELECT hash(c) FROM check_runs AS c
    UNION ALL
    SELECT hash(p) FROM problems AS p WHERE report_id IS NULL
    UNION ALL
    SELECT hash(c) FROM coverage AS c
    UNION ALL
    SELECT hash(t) FROM series_terms AS t
)
SELECT CAST(sum(CAST(part AS HUGEINT)) AS VARCHAR) AS key FROM parts
