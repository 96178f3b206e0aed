SELECT sha256, file, message, code FROM problems WHERE report_id IS NULL ORDER BY file
