-- Whether the published file can be carried on: it holds what its batches make, little of it is concerned, and not too
-- many of its blocks are free.
SELECT
    NOT EXISTS (SELECT report_id FROM taken_before ANTI JOIN published.reports USING (report_id))
    AND (SELECT count(*) FROM published.reports) = (SELECT count(*) FROM taken_before)
    AND (SELECT count(*) FROM gone) + (SELECT count(*) FROM wanted) <= 2 * $most * (SELECT count(*) FROM taken)
    AND (SELECT free_blocks <= $most_free * total_blocks OR free_blocks * block_size < $free_at_least FROM pragma_database_size() WHERE database_name = 'published')
