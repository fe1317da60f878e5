-- The share of its benchmark throughput that an accelerator must reach for Llama 3 70B to cost the claimed USD per
-- Mtok. The rent is that of the accelerator's own form; rents of an unstated form are left out.
SELECT
    coalesce(chip.name, accelerator) AS accelerator, date, usd_per_gpu_hour, full_tokens_per_s,
    usd_per_gpu_hour / $claimed_usd_per_mtok * 1000000 / 3600 AS needed_tokens_per_s,
    usd_per_mtok / $claimed_usd_per_mtok AS utilisation,
    usd_per_mtok_low / $claimed_usd_per_mtok AS low,
    usd_per_mtok_high / $claimed_usd_per_mtok AS high
FROM out_serving_cost
LEFT JOIN core_accelerator AS chip ON chip.accelerator_id = out_serving_cost.accelerator
WHERE model_id = 'llama-3-70b-instruct' AND measured_model_id = 'llama-2-70b-chat' AND statistic = 'best'
    AND scenario = 'offline' AND price_basis = 'own' AND term = 'on-demand' AND rental_kind = 'median' AND utilisation = 1
ORDER BY date, accelerator
