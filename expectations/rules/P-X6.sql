SELECT * FROM checking.sums('P-X6')
