-- Each report has as many cells, mentions and observations as were counted when they were drawn: what was put in beside
-- other rows is there once, and is all there.
WITH there AS (
    SELECT report_id, count(*) AS cells, 0 AS mentions, 0 AS observations FROM cells GROUP BY report_id
    UNION ALL
    SELECT report_id, 0, count(*), 0 FROM mentions GROUP BY report_id
    UNION ALL
    SELECT report_id, 0, 0, count(*) FROM observations GROUP BY report_id
),
counted AS (
    SELECT report_id, sum(cells) AS cells, sum(mentions) AS mentions, sum(observations) AS observations
    FROM there
    GROUP BY report_id
)
SELECT
    report_id, c.cells, t.cells AS cells_there, c.mentions, t.mentions AS mentions_there, c.observations,
    t.observations AS observations_there
FROM report_contents AS c
LEFT JOIN counted AS t USING (report_id)
WHERE c.cells <> coalesce(t.cells, 0) OR c.mentions <> coalesce(t.mentions, 0)
    OR c.observations <> coalesce(t.observations, 0)
