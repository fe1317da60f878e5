-- What was refused, and why?
SELECT source, reason, count(*) AS n
FROM out_quarantine
GROUP BY source, reason
ORDER BY n DESC, source, reason
