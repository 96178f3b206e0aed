-- Of what was kept of failing.sql, what some reports ($ids) have.
SELECT * FROM kept_failing WHERE report_id IN (SELECT unnest($ids)) ORDER BY rowid
