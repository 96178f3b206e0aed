-- Of rule_findings.sql those of a rule ($check_id).
SELECT * FROM kept_rule_findings WHERE check_id = $check_id ORDER BY rowid
