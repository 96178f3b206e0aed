-- The findings that stand: of a report in force, and not dismissed (temporary table dismissed). Every count that people
-- are shown is one of these.
CREATE OR REPLACE TEMP VIEW live_findings AS
FROM findings_in_force ANTI JOIN dismissed USING (finding_id)
