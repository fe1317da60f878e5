-- How many sources have each status, the most frequent first.
SELECT status, count(*) AS sources
FROM out_source
GROUP BY status
ORDER BY sources DESC, status
