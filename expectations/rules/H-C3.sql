SELECT * FROM checking.identities('H-C3')
