SELECT *
FROM out_source
ORDER BY source
