-- What a million output tokens of a 70B Llama cost on rented H100s in the latest month with rental prices, at half load;
-- the range is full load to a quarter. Throughput: best MLPerf result per accelerator on Llama-2-70B, which has the size and
-- shape of Llama 3 70B. Price: median on-demand price over providers.
WITH hire AS (
    SELECT month, median(usd_per_gpu_hour)::DOUBLE AS usd_per_gpu_hour, count(*) AS providers
    FROM core_rental_price
    WHERE accelerator_id = 'h100-sxm-80gb' AND term = 'on-demand'
    GROUP BY month
),
speed AS (
    SELECT max(tokens_per_s_per_accelerator) AS tokens_per_s, arg_max(release, tokens_per_s_per_accelerator) AS release
    FROM core_hardware_result
    WHERE benchmark LIKE 'llama2-70b%' AND scenario = 'offline' AND accelerator_id = 'h100-sxm-80gb' AND division = 'closed'
),
cost AS (
    SELECT hire.*, speed.*, hire.usd_per_gpu_hour / (speed.tokens_per_s * 3600) * 1000000 AS full_load
    FROM hire
    CROSS JOIN speed
),
latest AS (
    SELECT * FROM cost QUALIFY row_number() OVER (ORDER BY month DESC) = 1
),
cheapest AS (
    SELECT * FROM cost QUALIFY row_number() OVER (ORDER BY full_load, month) = 1
)
SELECT
    latest.full_load / 0.5 AS measured,
    latest.full_load AS low,
    latest.full_load / 0.25 AS high,
    NULL AS interval_level,
    latest.providers AS n,
    format(
        '{}: ${:.2f} per H100 hour (median of {} providers) and {:.0f} tokens/s ({}) make ${:.2f} at full load, so $0.20 needs '
        '{:.0f}% load; in the cheapest month, {}, ${:.2f} an hour, it needed {:.0f}%.',
        strftime(latest.month, '%B %Y'),
        latest.usd_per_gpu_hour,
        latest.providers,
        latest.tokens_per_s,
        latest.release,
        latest.full_load,
        latest.full_load / 0.2 * 100,
        strftime(cheapest.month, '%B %Y'),
        cheapest.usd_per_gpu_hour,
        cheapest.full_load / 0.2 * 100
    ) AS evidence
FROM latest
CROSS JOIN cheapest
WHERE latest.full_load IS NOT NULL
