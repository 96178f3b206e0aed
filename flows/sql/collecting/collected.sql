-- Every version of every report that was collected, oldest first; one content once, under the address it first came from.
SELECT v.sha256, v.address, v.bytes, v.fetched_at
FROM versions AS v
JOIN addresses AS a USING (address)
WHERE a.role IN ('report', 'attachment')
ORDER BY v.fetched_at, v.address
