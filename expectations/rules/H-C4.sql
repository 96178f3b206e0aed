SELECT * FROM checking.sums('H-C4')
