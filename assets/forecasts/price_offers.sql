-- What every offer costs for one query of every workload and one use of every application, with the searches it needs.
-- A use's other costs are added.
WITH usage AS (
    SELECT workload, input_tokens, cached_input_tokens, output_tokens, searches, answered_by, 0 AS other_usd
    FROM core_workload
    UNION ALL
    SELECT application, input_tokens, cached_input_tokens, output_tokens, searches, answered_by, other_usd
    FROM core_application
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
        token_micro_usd(
            usage.input_tokens, usage.cached_input_tokens, usage.output_tokens,
            price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
        ) * 0.000001 + usage.other_usd AS usd_without_searches
    FROM out_price_history AS price
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    INNER JOIN usage
        ON may_answer(usage.answered_by, model.reasoning)
    LEFT JOIN _search_price AS search
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
