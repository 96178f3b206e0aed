SELECT * FROM checking.sums('B-4')
