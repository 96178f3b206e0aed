SELECT * FROM checking.sums('P-X3')
