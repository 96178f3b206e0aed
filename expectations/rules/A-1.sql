SELECT * FROM checking.identities('A-1')
