-- million tokens per dollar are tokens per second times 3600 over the price of an hour
-- severity: error
SELECT release, accelerator, benchmark, scenario, mtok_per_usd FROM out_throughput_per_dollar
WHERE abs(tokens_per_s_per_accelerator * 0.0036 / usd_per_gpu_hour / mtok_per_usd - 1) > 0.000001
   OR (usd_per_gpu_hour IS NULL) != (mtok_per_usd IS NULL)
