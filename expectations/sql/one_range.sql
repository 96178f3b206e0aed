-- All issuers as one range, of which observations are drawn (warehouse.build.draw takes one after the other).
SET VARIABLE reports_at_once = (SELECT count(*) FROM reports);
SET VARIABLE issuer_range = 0;
SET VARIABLE first_issuer = (SELECT min(issuer_id) FROM reports);
SET VARIABLE last_issuer = (SELECT max(issuer_id) FROM reports);
