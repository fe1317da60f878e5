-- USD per million tokens is the rental price over the tokens of an hour, all of them positive
-- severity: error
SELECT model_id, accelerator, date, usd_per_gpu_hour, tokens_per_s, usd_per_mtok FROM out_serving_cost
WHERE usd_per_mtok <= 0 OR tokens_per_s <= 0
    OR abs(usd_per_mtok * tokens_per_s * 3600 / 1000000 / usd_per_gpu_hour - 1) > 0.0001
