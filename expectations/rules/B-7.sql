SELECT * FROM checking.sums('B-7')
