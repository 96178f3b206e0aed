SELECT * FROM checking.identities('B-3')
