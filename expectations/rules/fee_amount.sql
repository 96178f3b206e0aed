SELECT * FROM checking.at_most('foi_fee_collected_amount', 'foi_fee_notified_amount')
