-- Corrections whose box no longer holds what they expect, or that have no box.
SELECT entry, issuer, report_year, code, expected, printed, state FROM corrections WHERE state <> 'applied'
