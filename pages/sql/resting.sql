-- The cells and mentions that failed checks of the chosen reports ($ids) rest on.
SELECT DISTINCT unnest(left_evidence || right_evidence) AS id
FROM findings
WHERE outcome = 'fail' AND report_id IN (SELECT unnest($ids))
