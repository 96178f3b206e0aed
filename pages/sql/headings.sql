-- Where the parts of the chosen reports ($ids) begin.
SELECT report_id, heading, span_start FROM sections WHERE report_id IN (SELECT unnest($ids)) ORDER BY report_id, span_start
