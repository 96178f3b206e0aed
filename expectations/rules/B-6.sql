SELECT * FROM checking.identities('B-6')
