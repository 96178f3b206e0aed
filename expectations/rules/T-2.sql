SELECT * FROM checking.readings('T-2')
