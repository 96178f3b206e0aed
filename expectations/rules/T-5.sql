SELECT * FROM checking.readings('T-5')
