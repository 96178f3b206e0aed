-- The view ratios has one row an issuer, ratio, year and scope unless a ratio has two definitions or an issuer two names.
-- These are asked for, and not the view: its sums over a hundred thousand reports take more memory than there may be.
SELECT 'ratio' AS what, ratio_id AS id FROM ratio_definitions GROUP BY ratio_id HAVING count(*) > 1
UNION ALL
SELECT 'issuer', issuer_id FROM series_points GROUP BY issuer_id HAVING count(DISTINCT issuer) > 1
