-- Times cheaper of the frontier at GPT-4's level in the two years before the claim was published (2024-03-01 to
-- 2026-03-01), over the three bars of that level and the workloads that buy no search.
WITH fall AS (
    SELECT * FROM fall_at_gpt_4(DATE '2024-03-01', DATE '2026-03-01')
),
since AS (
    SELECT arg_max(usd_per_query, valid_from)::DOUBLE AS now
    FROM out_frontier
    WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'
),
before AS (
    SELECT arg_max(usd_per_query, valid_from)::DOUBLE AS usd_per_query
    FROM out_frontier
    WHERE bar = 'eci>=gpt-4-0314'
      AND workload = 'chat'
      AND valid_from <= (SELECT max(as_of) FROM out_verdict) - INTERVAL 2 YEAR
)
SELECT
    any_value(times_cheaper) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat') AS measured,
    min(times_cheaper) AS low,
    max(times_cheaper) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'Cheapest answer at GPT-4''s level, March 2024 to March 2026: {:.0f} times cheaper for chat on the headline bar, '
        '{:.0f} to {:.0f} over {} pairs of bar and workload; in the two years to the as-of date only {:.1f} times.',
        any_value(times_cheaper) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'),
        min(times_cheaper),
        max(times_cheaper),
        count(*),
        (SELECT before.usd_per_query / since.now FROM before CROSS JOIN since)
    ) AS evidence
FROM fall
