SELECT * FROM checking.readings('T-3')
