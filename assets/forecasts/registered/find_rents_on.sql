-- The median on-demand rents of the months of some days, as known now.
SELECT due.day, rent.accelerator, rent.usd_per_gpu_hour
FROM (SELECT unnest($days::DATE[]) AS day) AS due
INNER JOIN out_rental_index AS rent ON rent.month = date_trunc('month', due.day)
WHERE rent.term = 'on-demand'
  AND rent.kind = 'median'
  AND rent.n_providers >= $sellers
