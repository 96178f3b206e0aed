SELECT * FROM checking.readings('T-1')
