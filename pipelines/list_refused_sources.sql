-- The sources whose newest capture their reader refused, in alphabetical order.
SELECT source, error
FROM out_source
WHERE status LIKE 'refused%'
ORDER BY source
