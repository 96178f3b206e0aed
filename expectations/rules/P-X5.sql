SELECT * FROM checking.sums('P-X5')
