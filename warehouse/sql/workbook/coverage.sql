SELECT
    issuer, report_year, state, due_on, published_on, late, reports, cells_read, cells_unread, figures_read,
    reason_zh, reason_en, address
FROM coverage
ORDER BY issuer, report_year
