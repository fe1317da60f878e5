-- Times that one call of the cheapest search API cost the cheapest answer at GPT-4's level, on the day on which the claim
-- read its prices (2025-05-02), over the three bars of that level and the workloads that buy no search.
WITH answer AS (
    SELECT bar, workload, usd_per_query::DOUBLE AS usd
    FROM out_frontier
    WHERE bar LIKE '%>=gpt-4-0314'
      AND search_usd_per_query IS NULL
      AND workload NOT IN ('reasoning', 'agent')
      AND valid_from <= DATE '2025-05-02'
      AND coalesce(valid_to, DATE '9999-12-31') > DATE '2025-05-02'
),
search AS (
    SELECT min(usd_per_query)::DOUBLE AS usd, arg_min(label, usd_per_query) AS label
    FROM core_search_cost
    WHERE kind = 'market-price'
      AND valid_from <= DATE '2025-05-02'
      AND coalesce(valid_to, DATE '9999-12-31') > DATE '2025-05-02'
)
SELECT
    any_value(search.usd / answer.usd) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat') AS measured,
    min(search.usd / answer.usd) AS low,
    max(search.usd / answer.usd) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'A chat answer on the headline bar cost ${:.6f}, one call of the cheapest search API ${:.4f} ({}); {} pairs of bar '
        'and workload.',
        any_value(answer.usd) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'),
        any_value(search.usd),
        any_value(search.label),
        count(*)
    ) AS evidence
FROM answer
CROSS JOIN search
WHERE search.usd IS NOT NULL
HAVING count(*) > 0
