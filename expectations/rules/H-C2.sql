SELECT * FROM checking.identities('H-C2')
