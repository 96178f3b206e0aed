SELECT * FROM checking.sums('A-1')
