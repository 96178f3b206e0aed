SELECT 'texts' AS what, report_id FROM texts ANTI JOIN reports USING (report_id)
UNION ALL SELECT 'sections', report_id FROM sections ANTI JOIN reports USING (report_id)
UNION ALL SELECT 'cells', report_id FROM cells ANTI JOIN reports USING (report_id)
UNION ALL SELECT 'mentions', report_id FROM mentions ANTI JOIN reports USING (report_id)
UNION ALL SELECT 'report_contents', report_id FROM report_contents ANTI JOIN reports USING (report_id)
UNION ALL SELECT 'problems', report_id FROM problems ANTI JOIN reports USING (report_id) WHERE report_id IS NOT NULL
UNION ALL SELECT 'observations', report_id FROM observations ANTI JOIN reports USING (report_id)
UNION ALL SELECT 'findings', report_id FROM findings ANTI JOIN reports USING (report_id)
UNION ALL SELECT 'no text', report_id FROM reports ANTI JOIN texts USING (report_id)
UNION ALL SELECT 'no issuer', report_id FROM reports ANTI JOIN issuers USING (issuer_id) WHERE issuer_id IS NOT NULL
UNION ALL SELECT 'no contents', report_id FROM reports ANTI JOIN report_contents USING (report_id)
