-- What a million output tokens of Llama 3 70B cost on a rented H100 in the latest month with rental prices, at 60% of
-- the best benchmarked throughput; the range is full load to 40%. The throughput is that of Llama 2 70B, which has the
-- same shape.
WITH cost AS (
    SELECT *
    FROM out_serving_cost
    WHERE model_id = 'llama-3-70b-instruct'
      AND measured_model_id = 'llama-2-70b-chat'
      AND scenario = 'offline'
      AND statistic = 'best'
      AND term = 'on-demand'
      AND rental_kind = 'median'
),
latest AS (
    SELECT * FROM cost QUALIFY date = max(date) OVER ()
),
h100 AS (
    SELECT * FROM latest WHERE accelerator = 'h100-sxm-80gb'
),
cheapest AS (
    SELECT * FROM latest WHERE utilisation = 1 ORDER BY usd_per_mtok, accelerator LIMIT 1
)
SELECT
    max(usd_per_mtok) FILTER (WHERE utilisation = 0.6)::DOUBLE AS measured,
    max(usd_per_mtok) FILTER (WHERE utilisation = 1)::DOUBLE AS low,
    max(usd_per_mtok) FILTER (WHERE utilisation = 0.4)::DOUBLE AS high,
    NULL AS interval_level,
    any_value(n_providers) AS n,
    format(
        '{}: ${:.2f} per H100 hour (median of {} providers) and {:.0f} tokens/s make ${:.2f} at full load, so $0.20 needs '
        '{:.0f}% of the benchmark''s speed; on the cheapest accelerator, {}, {:.0f}%.',
        strftime(any_value(date), '%B %Y'),
        any_value(usd_per_gpu_hour)::DOUBLE,
        any_value(n_providers),
        any_value(full_tokens_per_s),
        max(usd_per_mtok) FILTER (WHERE utilisation = 1)::DOUBLE,
        max(usd_per_mtok) FILTER (WHERE utilisation = 1)::DOUBLE / 0.2 * 100,
        (SELECT accelerator FROM cheapest),
        (SELECT usd_per_mtok::DOUBLE / 0.2 * 100 FROM cheapest)
    ) AS evidence
FROM h100
HAVING count(*) > 0
