SELECT * FROM checking.identities('B-10')
