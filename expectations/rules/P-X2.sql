SELECT * FROM checking.sums('P-X2')
