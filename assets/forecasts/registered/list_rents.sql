-- The median on-demand rent of one form of an accelerator in every month with enough sellers.
SELECT month, usd_per_gpu_hour, n_providers
FROM out_rental_index
WHERE accelerator = $accelerator
  AND term = 'on-demand'
  AND kind = 'median'
  AND n_providers >= $sellers
ORDER BY month
