SELECT * FROM checking.identities('B-2')
