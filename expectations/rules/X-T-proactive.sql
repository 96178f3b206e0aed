SELECT * FROM checking.readings('X-T-proactive')
