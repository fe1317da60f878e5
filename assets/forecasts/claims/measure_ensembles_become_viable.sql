-- What five answers by the five cheapest different models at GPT-4's level cost together on the day of the claim
-- (2026-03-01), as a share of one search at its full cost. Over the three bars and the workloads that buy no search.
WITH cheapest AS (
    SELECT
        member.bar,
        workload.workload,
        price.model_id,
        min(
            workload.input_tokens * price.input_usd_per_mtok + workload.output_tokens * price.output_usd_per_mtok
        )::DOUBLE * 0.000001 AS usd_per_query
    FROM out_price_history AS price
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    INNER JOIN core_bar_member AS member
        ON member.model_id = price.model_id
        AND member.answered_by = 'non-reasoning'
    INNER JOIN core_workload AS workload ON workload.searches = 0 AND workload.answered_by = 'non-reasoning'
    WHERE price.tier = 'standard'
      AND price.valid_from <= DATE '2026-03-01'
      AND coalesce(price.valid_to, DATE '9999-12-31') > DATE '2026-03-01'
      AND can_answer('non-reasoning', model.thinking, model.reasoning)
      AND member.bound = 'central'
      AND member.bar LIKE '%>=gpt-4-0314'
    GROUP BY member.bar, workload.workload, price.model_id
    QUALIFY row_number() OVER (PARTITION BY member.bar, workload.workload ORDER BY usd_per_query, price.model_id) <= 5
),
ensemble AS (
    SELECT
        bar,
        workload,
        sum(usd_per_query) AS usd_per_query,
        string_agg(model_id, ', ' ORDER BY usd_per_query, model_id) AS models
    FROM cheapest
    GROUP BY bar, workload
    HAVING count(*) = 5
),
search AS (
    SELECT arg_max(usd_per_query, valid_from)::DOUBLE AS usd_per_query
    FROM core_search_cost
    WHERE target = 'google-search-full-cost-semianalysis-2023'
)
SELECT
    any_value(ensemble.usd_per_query / search.usd_per_query)
        FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat') AS measured,
    min(ensemble.usd_per_query / search.usd_per_query) AS low,
    max(ensemble.usd_per_query / search.usd_per_query) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'Five chat answers by {} cost ${:.5f} together, {:.0f}% of a search at ${:.4f}; {} pairs of bar and workload.',
        any_value(models) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'),
        any_value(ensemble.usd_per_query) FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'),
        100 * any_value(ensemble.usd_per_query / search.usd_per_query)
            FILTER (WHERE bar = 'eci>=gpt-4-0314' AND workload = 'chat'),
        any_value(search.usd_per_query),
        count(*)
    ) AS evidence
FROM ensemble
CROSS JOIN search
