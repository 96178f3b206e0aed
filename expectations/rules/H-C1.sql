SELECT * FROM checking.sums('H-C1')
