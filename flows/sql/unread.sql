SELECT file, message, code FROM problems WHERE report_id IS NULL AND sha256 IN (SELECT unnest(?)) ORDER BY file
