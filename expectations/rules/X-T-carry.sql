SELECT * FROM checking.readings('X-T-carry')
