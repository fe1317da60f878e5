-- The on-demand rental index for a chart: both kinds, month by month, with their intervals.
SELECT
    accelerator, kind, month, usd_per_gpu_hour::DOUBLE AS usd, low::DOUBLE AS low, high::DOUBLE AS high,
    months_since_previous
FROM out_rental_index
WHERE term = 'on-demand'
ORDER BY accelerator, kind, month
