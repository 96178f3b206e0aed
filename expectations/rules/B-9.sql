SELECT * FROM checking.sums('B-9')
