-- Three prices of a million tokens in each calendar month, in the proportion of one workload: of the cheapest answer at a
-- fixed bar, of the best model on sale, and of the tokens that were used. A month without a figure says why.
WITH mix AS (
    SELECT input_tokens, cached_input_tokens, output_tokens, input_tokens + cached_input_tokens + output_tokens AS tokens
    FROM core_workload
    WHERE workload = $workload
),
month_end AS (
    SELECT month::DATE AS month, least(last_day(month::DATE), $as_of::DATE) AS date
    FROM generate_series(
        date_trunc('month', (SELECT min(valid_from) FROM out_frontier WHERE bar = $bar AND workload = $workload)),
        date_trunc('month', $as_of::DATE),
        INTERVAL 1 MONTH
    ) AS months (month)
),
fixed AS (
    SELECT
        month_end.month,
        month_end.date,
        (cost.usd_per_query * 1000000 / mix.tokens)::DECIMAL(18, 9) AS usd_per_mtok,
        cost.model_id,
        cost.provider
    FROM month_end
    CROSS JOIN mix
    LEFT JOIN out_monthly_cost AS cost
        ON cost.bar = $bar AND cost.workload = $workload AND cost.date = month_end.date
),
-- The score of a model is its latest; an offer counts from its first to its last day.
scored AS (
    SELECT model_id, score
    FROM _capability
    WHERE answered_by = 'any' AND known_on = (SELECT max(known_on) FROM _capability)
),
best AS (
    SELECT
        month_end.month,
        price.model_id,
        price.provider,
        (
            token_micro_usd(
                mix.input_tokens, mix.cached_input_tokens, mix.output_tokens,
                price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
            ) / mix.tokens
        )::DECIMAL(18, 9) AS usd_per_mtok
    FROM month_end
    CROSS JOIN mix
    INNER JOIN out_price_history AS price
        ON price.tier = 'standard'
        AND coalesce(price.context_from_tokens, 0) = 0
        AND price.valid_from <= month_end.date
        AND (price.valid_to IS NULL OR price.valid_to > month_end.date)
    INNER JOIN scored ON scored.model_id = price.model_id
    QUALIFY row_number() OVER (
        PARTITION BY month_end.month
        ORDER BY scored.score DESC, usd_per_mtok, price.provider, price.provider_model_id
    ) = 1
),
used AS (
    SELECT
        date_trunc('month', used_on)::DATE AS month,
        used_on AS date,
        (
            sum(tokens::DECIMAL(19, 0) * usd_per_mtok) FILTER (WHERE usd_per_mtok IS NOT NULL)
            / sum(tokens) FILTER (WHERE usd_per_mtok IS NOT NULL)
        )::DECIMAL(18, 9) AS usd_per_mtok,
        coalesce(sum(token_share) FILTER (WHERE usd_per_mtok IS NOT NULL), 0) AS priced_share,
        coalesce(sum(token_share) FILTER (WHERE kind = 'free'), 0) AS free_share
    FROM out_usage_price
    WHERE router = $router
    GROUP BY used_on
    QUALIFY used_on = max(used_on) OVER (PARTITION BY month)
)
SELECT
    'fixed-capability' AS series, $bar AS bar, $workload AS workload, month, date, usd_per_mtok, model_id, provider,
    NULL::DOUBLE AS priced_share, NULL::DOUBLE AS free_share,
    CASE WHEN usd_per_mtok IS NULL THEN 'missing' ELSE 'measured' END AS status,
    CASE WHEN usd_per_mtok IS NULL THEN 'no model that qualifies was on sale' END AS reason
FROM fixed
UNION ALL
SELECT
    'frontier-model', NULL, $workload, month_end.month, month_end.date, best.usd_per_mtok, best.model_id, best.provider,
    NULL, NULL,
    CASE WHEN best.month IS NULL THEN 'missing' ELSE 'measured' END,
    CASE WHEN best.month IS NULL THEN 'no model with a score was on sale' END
FROM month_end
LEFT JOIN best ON best.month = month_end.month
UNION ALL
SELECT
    'price-paid', NULL, $workload, month_end.month, used.date, used.usd_per_mtok, NULL, NULL,
    used.priced_share, used.free_share,
    CASE WHEN used.usd_per_mtok IS NULL THEN 'missing' ELSE 'measured' END,
    CASE
        WHEN used.month IS NULL THEN 'no open data of this month say which models were used'
        WHEN used.usd_per_mtok IS NULL THEN 'no model that was used has a known price'
    END
FROM month_end
LEFT JOIN used ON used.month = month_end.month
ORDER BY series, month
