-- The difficulties themselves, at most $most of a kind.
SELECT p.code, p.report_id, r.issuer, r.report_year, p.message, p.message_zh, p.found, p.expected, p.candidates, p.table_no, p.row_no
FROM problems AS p
JOIN reports AS r USING (report_id)
QUALIFY row_number() OVER (
    PARTITION BY p.code
    ORDER BY r.issuer, r.report_year, p.report_id, p.span_start, p.table_no, p.row_no, p.message
) <= $most
ORDER BY p.code, r.issuer, r.report_year, p.report_id, p.span_start, p.table_no, p.row_no, p.message
