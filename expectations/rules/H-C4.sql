SELECT * FROM checking.identities('H-C4')
