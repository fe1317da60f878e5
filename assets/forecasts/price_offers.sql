-- What every offer costs for one query of every workload and one use of every application, with the searches it needs.
-- Costs and searches are reckoned as in find_frontier.sql; a use's other costs are added.
WITH usage AS (
    SELECT workload, input_tokens, cached_input_tokens, output_tokens, searches, answered_by, 0 AS other_usd
    FROM core_workload
    UNION ALL
    SELECT application, input_tokens, cached_input_tokens, output_tokens, searches, answered_by, other_usd
    FROM core_application
),
search_day AS (
    SELECT DISTINCT day
    FROM (SELECT unnest([valid_from, valid_to]) AS day FROM core_search_cost WHERE kind = 'market-price')
    WHERE day IS NOT NULL
),
search_price AS (
    SELECT
        day AS valid_from,
        lead(day) OVER (ORDER BY day) AS valid_to,
        (
            SELECT min(search.usd_per_query)
            FROM core_search_cost AS search
            WHERE search.kind = 'market-price'
              AND search.date_basis = 'dated'
              AND search.valid_from <= day
              AND (search.valid_to IS NULL OR search.valid_to > day)
        ) AS usd_per_query
    FROM search_day
),
priced AS (
    SELECT
        usage.workload,
        price.provider,
        price.model_id,
        price.provider_model_id,
        greatest(price.valid_from, search.valid_from) AS valid_from,
        least(price.valid_to, search.valid_to) AS valid_to,
        CASE WHEN usage.searches = 0 THEN 0 ELSE usage.searches * search.usd_per_query END AS search_usd,
        (
            usage.input_tokens * price.input_usd_per_mtok
            + CASE
                WHEN usage.cached_input_tokens = 0 THEN 0
                ELSE usage.cached_input_tokens * price.cached_input_usd_per_mtok
            END
            + usage.output_tokens * price.output_usd_per_mtok
        ) * 0.000001 + usage.other_usd AS usd_without_searches
    FROM out_price_history AS price
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    INNER JOIN usage
        ON usage.answered_by = 'any'
        OR (usage.answered_by = 'reasoning' AND model.reasoning)
        OR (usage.answered_by = 'non-reasoning' AND NOT model.reasoning)
    LEFT JOIN search_price AS search
        ON usage.searches > 0
        AND search.valid_from < coalesce(price.valid_to, DATE '9999-12-31')
        AND coalesce(search.valid_to, DATE '9999-12-31') > price.valid_from
    WHERE price.tier = 'standard'
)
SELECT
    workload,
    provider,
    model_id,
    provider_model_id,
    valid_from,
    valid_to,
    (usd_without_searches + search_usd)::DECIMAL(18, 12) AS usd_per_query,
    search_usd
FROM priced
WHERE usd_without_searches + search_usd IS NOT NULL AND valid_from <= $as_of
ORDER BY workload, provider, model_id, provider_model_id, valid_from
