SELECT * FROM checking.at_most('foi_fee_collected_count', 'foi_fee_notices_issued')
