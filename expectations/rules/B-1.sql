SELECT * FROM checking.sums('B-1')
