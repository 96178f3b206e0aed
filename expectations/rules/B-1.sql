SELECT * FROM checking.identities('B-1')
