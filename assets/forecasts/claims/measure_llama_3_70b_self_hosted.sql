-- Cost of a million output tokens of Llama 3 70B on a rented H100 SXM in the last month before the claim (2026-03-01)
-- with rents of that form, at half of the best benchmarked throughput; the range is full load to a quarter. The
-- throughput was measured on Llama 3.1 70B, which has the same architecture.
WITH cost AS (
    SELECT *
    FROM out_serving_cost
    WHERE model_id = 'llama-3-70b-instruct'
      AND measured_model_id = 'llama-3.1-70b-instruct'
      AND scenario = 'offline'
      AND statistic = 'best'
      AND term = 'on-demand'
      AND rental_kind = 'median'
      AND utilisation = 1
      AND price_basis = 'own'
),
before AS (
    SELECT * FROM cost WHERE date < DATE '2026-03-01' QUALIFY date = max(date) OVER ()
),
h100 AS (
    SELECT *, usd_per_mtok::DOUBLE AS at_full_load FROM before WHERE accelerator = 'h100-sxm-80gb'
),
cheapest AS (
    SELECT * FROM before ORDER BY usd_per_mtok, accelerator LIMIT 1
),
latest AS (
    SELECT * FROM cost WHERE accelerator = 'h100-sxm-80gb' QUALIFY date = max(date) OVER ()
)
SELECT
    at_full_load / 0.5 AS measured,
    at_full_load AS low,
    at_full_load / 0.25 AS high,
    NULL AS interval_level,
    n_providers AS n,
    format(
        '{}: ${:.2f} per hour of an H100 SXM (median of {} sellers) and {:.0f} tokens/s of Llama 3.1 70B ({}, {}) make '
        '${:.2f} at full load, twice that at half. $0.20 needs {:.0f}% of the benchmark''s speed; on the cheapest '
        'accelerator, {}, {:.0f}%. In {} half load cost ${:.2f}.',
        strftime(date, '%B %Y'),
        usd_per_gpu_hour::DOUBLE,
        n_providers,
        full_tokens_per_s,
        submitter,
        release,
        at_full_load,
        at_full_load / 0.2 * 100,
        (SELECT accelerator FROM cheapest),
        (SELECT usd_per_mtok::DOUBLE / 0.2 * 100 FROM cheapest),
        (SELECT strftime(date, '%B %Y') FROM latest),
        (SELECT usd_per_mtok::DOUBLE / 0.5 FROM latest)
    ) AS evidence
FROM h100
