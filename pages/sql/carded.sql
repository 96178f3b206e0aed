-- Of reports.sql the $most that there is most to see of, in their order.
SELECT * FROM (SELECT *, rowid AS place FROM kept_reports ORDER BY weight LIMIT $most) ORDER BY place
