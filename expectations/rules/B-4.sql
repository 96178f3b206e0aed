SELECT * FROM checking.identities('B-4')
