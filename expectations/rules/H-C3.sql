SELECT * FROM checking.sums('H-C3')
