SELECT file, message, code FROM problems WHERE report_id IS NULL AND list_contains(?, sha256) ORDER BY file
