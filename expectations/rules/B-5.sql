-- Requests closed and replies are of one size; no more are closed than were received and left over from last year.
WITH counts AS (
    SELECT
        c.report_id, p.previous_id,
        max(c.value) FILTER (c.code = 'req_received') AS received,
        max(c.value) FILTER (c.code = 'req_closed') AS closed,
        max(c.value) FILTER (c.code = 'rep_total') AS replied,
        max(c.cell_id) FILTER (c.code = 'req_received') AS received_id,
        max(c.cell_id) FILTER (c.code = 'req_closed') AS closed_id,
        max(c.cell_id) FILTER (c.code = 'rep_total') AS replied_id
    FROM cells AS c
    JOIN reports AS r USING (report_id)
    LEFT JOIN checking.previous AS p USING (report_id)
    WHERE r.vintage = 'B' AND c.code IN ('req_received', 'req_closed', 'rep_total')
    GROUP BY ALL
),
-- What was left over is known where last year's report is there; else a fifth, but at least ten, is let pass.
limited AS (
    SELECT
        n.*,
        greatest(10, 0.2 * greatest(n.closed, n.replied)) AS slack,
        n.received + CASE
            WHEN b.received IS NOT NULL AND b.closed IS NOT NULL THEN greatest(0, b.received - b.closed)
            ELSE greatest(10, trunc(0.2 * n.received))
        END AS most
    FROM counts AS n
    LEFT JOIN counts AS b ON b.report_id = n.previous_id
)
SELECT
    report_id, '申请办结数与申请答复数' AS place,
    CASE WHEN closed IS NULL OR replied IS NULL THEN 'not_assessable' WHEN abs(closed - replied) > slack THEN 'fail'
        ELSE 'pass' END AS outcome,
    closed AS left_value, replied AS right_value, '申请办结数' AS left_words, '申请答复数' AS right_words,
    [closed_id] AS left_evidence, [replied_id] AS right_evidence,
    CASE WHEN closed IS NULL OR replied IS NULL THEN '申请办结数或申请答复数没有可读的数，无法核对。'
        ELSE format('申请办结数为{}，申请答复数为{}，相差{}，超过二成。', checking.num(closed), checking.num(replied),
            checking.num(closed - replied)) END AS message_zh,
    CASE WHEN closed IS NULL OR replied IS NULL THEN 'Requests closed or replies have no readable number.'
        ELSE format('{} requests were closed and {} replies given: they differ by {}, more than a fifth.',
            checking.num(closed), checking.num(replied), checking.num(closed - replied)) END AS message_en
FROM limited
WHERE closed_id IS NOT NULL AND replied_id IS NOT NULL
UNION ALL BY NAME
SELECT
    report_id, '申请办结数与收到申请数' AS place,
    CASE WHEN closed IS NULL OR received IS NULL THEN 'not_assessable' WHEN closed > most THEN 'fail' ELSE 'pass' END
        AS outcome,
    closed AS left_value, received AS right_value, '申请办结数' AS left_words, '收到申请数' AS right_words,
    [closed_id] AS left_evidence, [received_id] AS right_evidence,
    CASE WHEN closed IS NULL OR received IS NULL THEN '申请办结数或收到申请数没有可读的数，无法核对。'
        ELSE format('申请办结数为{}，多于收到申请数{}与上年未办结数之和（至多{}）。', checking.num(closed),
            checking.num(received), checking.num(most)) END AS message_zh,
    CASE WHEN closed IS NULL OR received IS NULL THEN 'Requests closed or received have no readable number.'
        ELSE format('{} requests were closed, but {} received; with what was left over there were at most {}.',
            checking.num(closed), checking.num(received), checking.num(most)) END AS message_en
FROM limited
WHERE closed_id IS NOT NULL AND received_id IS NOT NULL
