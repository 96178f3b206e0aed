SELECT * FROM checking.sums('B-3')
