-- a rental price is positive and lies within its own interval
-- severity: error
SELECT accelerator, month, term, kind, low, usd_per_gpu_hour, high FROM out_rental_index
WHERE usd_per_gpu_hour <= 0 OR usd_per_gpu_hour < low OR usd_per_gpu_hour > high
