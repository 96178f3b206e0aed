SELECT * FROM checking.readings('X-T-doc')
