-- A number for what every page may say besides: rules, indicators, series and their breaks.
SELECT CAST(sum(CAST(part AS HUGEINT)) AS VARCHAR) AS key
FROM (
    SELECT hash(c) AS part FROM checks AS c
    UNION ALL
    SELECT hash(i) FROM indicators AS i
    UNION ALL
    SELECT hash(d) FROM series_definitions AS d
    UNION ALL
    SELECT hash(b) FROM breaks AS b
)
