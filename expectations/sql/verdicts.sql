-- What people have said (temporary table said), each beside the finding in force that it is on.
CREATE OR REPLACE TEMP TABLE placed AS
SELECT o.finding_id, s.* EXCLUDE (operands)
FROM said AS s
LEFT JOIN finding_operands AS o USING (operands)
ORDER BY s.said_at, s.said_of, o.finding_id;

DELETE FROM verdicts;
INSERT INTO verdicts BY NAME FROM placed;

DROP TABLE placed;
DROP TABLE said;
