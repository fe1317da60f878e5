-- The cheapest fresh answer at GPT-4's level over the cheapest one whose whole prompt is read from a seller's cache, at
-- today's prices: at most 1 where sampling anew costs no more than caching. Over the three bars of that level.
WITH offer AS (
    SELECT
        member.bar,
        workload.workload,
        (workload.input_tokens * price.input_usd_per_mtok + workload.output_tokens * price.output_usd_per_mtok)::DOUBLE
            AS fresh,
        (
            workload.input_tokens * price.cached_input_usd_per_mtok + workload.output_tokens * price.output_usd_per_mtok
        )::DOUBLE AS cached
    FROM out_price_history AS price
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    INNER JOIN core_bar_member AS member ON member.model_id = price.model_id
    INNER JOIN core_workload AS workload ON workload.workload IN ('chat', 'grounded')
    WHERE price.tier = 'standard'
      AND price.valid_to IS NULL
      AND NOT model.reasoning
      AND member.bound = 'central'
      AND member.bar LIKE '%>=gpt-4-0314'
),
cheapest AS (
    SELECT bar, workload, min(fresh) AS fresh, min(cached) AS cached, count(cached) AS offers
    FROM offer
    GROUP BY bar, workload
)
SELECT
    any_value(fresh / cached) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat') AS measured,
    min(fresh / cached) AS low,
    max(fresh / cached) AS high,
    NULL AS interval_level,
    count(fresh / cached) AS n,
    format(
        'Chat: a fresh answer costs {:.2f} times the cheapest cached one on the headline bar; a grounded prompt of '
        '6,000 tokens {:.2f} times. {} pairs of bar and workload; the price of keeping a cache of one''s own is not in it.',
        any_value(fresh / cached) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'),
        any_value(fresh / cached) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'grounded'),
        count(fresh / cached)
    ) AS evidence
FROM cheapest
