-- an accelerator costs between $0.01 and $100 an hour
-- severity: error
SELECT provider, accelerator_id, month, usd_per_gpu_hour FROM core_rental_price
WHERE usd_per_gpu_hour NOT BETWEEN 0.01 AND 100
