-- The health of every source, in alphabetical order.
SELECT *
FROM out_source
ORDER BY source
