SELECT * FROM checking.readings('T-6')
