-- The number of sources with each status, the most frequent first.
SELECT status, count(*) AS n
FROM out_source
GROUP BY status
ORDER BY n DESC, status
