-- The drivers of the first bar over the whole time, in the order in which they are drawn.
SELECT
    found.driver,
    found.log_change,
    found.log_change_low,
    found.log_change_high,
    found.period_from,
    found.period_to,
    found.usd_per_query_from::DOUBLE AS usd_from,
    found.usd_per_query_to::DOUBLE AS usd_to
FROM out_driver AS found
INNER JOIN core_bar AS bar ON bar.bar = found.bar
WHERE found.span = 'whole'
QUALIFY dense_rank() OVER (ORDER BY bar.position) = 1
ORDER BY list_position(['hardware', 'algorithms', 'market', 'residual'], found.driver)
