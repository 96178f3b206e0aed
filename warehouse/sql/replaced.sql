-- The reports whose rows leave the copy: those of the part, which come again, and those that no batch holds any more.
CREATE TEMP TABLE replaced AS
SELECT report_id FROM part.reports
UNION
SELECT report_id FROM reports WHERE report_id NOT IN (SELECT report_id FROM taken);
