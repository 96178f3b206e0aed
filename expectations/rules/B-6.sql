SELECT * FROM checking.sums('B-6')
