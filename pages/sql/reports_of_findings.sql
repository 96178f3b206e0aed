-- Which reports the findings $ids are about.
SELECT finding_id, report_id FROM findings WHERE finding_id IN (SELECT unnest($ids))
