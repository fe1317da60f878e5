-- Cost of the cheapest fresh chat answer at GPT-4's level over that of the cheapest one whose whole prompt is read from
-- a cache, both at sellers that ask less for cached input, on the day of the claim (2026-03-01). Above 1 a kept cache
-- is cheaper. Over the three bars of that level and two workloads. The sentence adds the cheapest of all sellers.
WITH offer AS (
    SELECT
        member.bar,
        workload.workload,
        price.cached_input_usd_per_mtok < price.input_usd_per_mtok AS caches,
        (workload.input_tokens * price.input_usd_per_mtok + workload.output_tokens * price.output_usd_per_mtok)::DOUBLE
            / 1000000 AS fresh,
        (
            workload.input_tokens * price.cached_input_usd_per_mtok + workload.output_tokens * price.output_usd_per_mtok
        )::DOUBLE / 1000000 AS cached
    FROM out_price_history AS price
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    INNER JOIN core_bar_member AS member
        ON member.model_id = price.model_id
        AND member.answered_by = 'non-reasoning'
    INNER JOIN core_workload AS workload ON workload.workload IN ('chat', 'grounded')
    WHERE price.tier = 'standard'
      AND price.valid_from <= DATE '2026-03-01'
      AND coalesce(price.valid_to, DATE '9999-12-31') > DATE '2026-03-01'
      AND can_answer('non-reasoning', model.thinking, model.reasoning)
      AND member.bound = 'central'
      AND member.bar LIKE '%>=gpt-4-0314'
),
cheapest AS (
    SELECT
        bar,
        workload,
        min(fresh) FILTER (WHERE caches) / min(cached) FILTER (WHERE caches) AS times,
        min(cached) FILTER (WHERE caches) AS cached,
        min(fresh) AS fresh_anywhere,
        count(*) AS offers,
        count(*) FILTER (WHERE caches) AS caching
    FROM offer
    GROUP BY bar, workload
),
headline AS (
    SELECT * FROM cheapest WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'
)
SELECT
    (SELECT times FROM headline) AS measured,
    min(times) AS low,
    max(times) AS high,
    NULL AS interval_level,
    count(times) AS n,
    format(
        '{} of {} offers ask less for cached input. Among them a fresh chat answer costs {:.2f} times the cheapest cached one '
        '(${:.6f}); the cheapest fresh answer of all sellers, {:.2f} times. {} pairs of bar and workload; what keeping a '
        'cache of one''s own costs is not in it.',
        (SELECT caching FROM headline),
        (SELECT offers FROM headline),
        (SELECT times FROM headline),
        (SELECT cached FROM headline),
        (SELECT fresh_anywhere / cached FROM headline),
        count(times)
    ) AS evidence
FROM cheapest
