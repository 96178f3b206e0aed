SELECT * FROM checking.sums('B-2')
