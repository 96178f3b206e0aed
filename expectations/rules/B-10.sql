SELECT * FROM checking.sums('B-10')
