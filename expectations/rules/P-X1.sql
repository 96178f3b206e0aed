SELECT * FROM checking.sums('P-X1')
