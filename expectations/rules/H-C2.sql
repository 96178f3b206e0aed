SELECT * FROM checking.sums('H-C2')
