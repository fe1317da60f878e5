-- The cost of every offer for one query of every workload and one use of every application that it can serve, with the
-- searches it needs. Other costs of a use are added to its tokens. An offer serves a use when its model can answer in
-- that way and its context window holds one call; an unstated window is assumed to hold it, and is NULL here.
WITH usage AS (
    SELECT workload, input_tokens, cached_input_tokens, output_tokens, searches, calls, answered_by, 0 AS other_usd
    FROM core_workload
    UNION ALL
    SELECT application, input_tokens, cached_input_tokens, output_tokens, searches, calls, answered_by, other_usd
    FROM core_application
),
-- The seller's own statement of the window, else the maker's.
priced AS (
    SELECT
        price.*,
        model.thinking,
        model.reasoning,
        coalesce(own.context_tokens, maker.context_tokens) AS context_tokens
    FROM out_price_history AS price
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    LEFT JOIN core_context_window AS own
        ON own.provider = price.provider
        AND own.provider_model_id = price.provider_model_id
        AND own.model_id = price.model_id
    LEFT JOIN core_context_window AS maker
        ON maker.provider IS NULL
        AND maker.model_id = price.model_id
    -- A price that one source alone reports and that would move a frontier too far has no cost.
    ANTI JOIN out_frontier_hold AS hold
        ON hold.provider = price.provider
        AND hold.model_id = price.model_id
        AND hold.provider_model_id = price.provider_model_id
        AND hold.price_valid_from = price.valid_from
    WHERE price.tier = 'standard'
      AND coalesce(price.context_from_tokens, 0) = 0
),
costed AS (
    SELECT
        usage.workload,
        usage.answered_by,
        price.provider,
        price.model_id,
        price.provider_model_id,
        price.valid_from AS price_valid_from,
        price.valid_to AS price_valid_to,
        greatest(price.valid_from, search.valid_from) AS valid_from,
        least(price.valid_to, search.valid_to) AS valid_to,
        (
            token_micro_usd(
                usage.input_tokens, usage.cached_input_tokens, usage.output_tokens,
                price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
            ) * 0.000001 + usage.other_usd
        )::DECIMAL(18, 12) AS token_usd,
        search.usd_per_query AS search_usd_per_query,
        (CASE WHEN usage.searches = 0 THEN 0 ELSE usage.searches * search.usd_per_query END)::DECIMAL(18, 12)
            AS search_usd,
        price.context_tokens,
        price.last_confirmed_on,
        price.is_stale
    FROM priced AS price
    INNER JOIN usage
        ON can_answer(usage.answered_by, price.thinking, price.reasoning)
        AND window_holds(
            price.context_tokens, usage.calls, usage.input_tokens, usage.cached_input_tokens, usage.output_tokens
        )
    LEFT JOIN _search_price AS search
        ON usage.searches > 0
        AND search.valid_from < coalesce(price.valid_to, DATE '9999-12-31')
        AND coalesce(search.valid_to, DATE '9999-12-31') > price.valid_from
)
SELECT *, token_usd + search_usd AS usd_per_query
FROM costed
WHERE search_usd IS NOT NULL AND valid_from <= $as_of
ORDER BY workload, provider, model_id, provider_model_id, valid_from
