SELECT * FROM checking.sums('A-2')
