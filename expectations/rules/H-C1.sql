SELECT * FROM checking.identities('H-C1')
