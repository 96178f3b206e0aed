SELECT * FROM checking.readings('T-4')
