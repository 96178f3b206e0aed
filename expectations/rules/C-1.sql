-- Text left standing from last year.
SELECT * FROM checking.copied('last_year', 50, '与上年报告相同的文字占比')
