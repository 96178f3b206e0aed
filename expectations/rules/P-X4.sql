SELECT * FROM checking.sums('P-X4')
