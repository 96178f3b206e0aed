-- The sums that are printed into the forms, as terms of the rules that compare them; those of rules.yaml come beside them.
DELETE FROM checking.sum_terms;
INSERT INTO checking.sum_terms
SELECT
    t.check_id, t.identity_id, t.place, f.vintage, f.family, false, '=', t.side, t.sign, t.code, 0, t.position, 0
FROM identity_terms AS t
JOIN (SELECT DISTINCT form_id, vintage, family FROM form_cells) AS f USING (form_id)
