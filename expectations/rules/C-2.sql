-- Text of another issuer.
SELECT * FROM checking.copied('other_issuer', 30, '与其他机构报告相同的文字占比')
