SELECT coalesce(issuer_id, issuer), report_year FROM coverage GROUP BY ALL HAVING count(*) > 1
