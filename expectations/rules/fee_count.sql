SELECT * FROM checking.at_most('foi_fee_cases_collected', 'foi_fee_notices_issued')
