-- What the models that are used cost, per million tokens in the proportion of one workload: the router's own list price, or
-- the price of the router's or the maker's offer on that day. Tokens that are not paid for have no price, never 0.
WITH mix AS (
    SELECT input_tokens, cached_input_tokens, output_tokens
    FROM core_workload
    WHERE workload = $workload
),
-- The standard prices on the day of use, of the router first.
offered AS (
    SELECT usage.router, usage.used_on, usage.slug, price.*
    FROM core_model_usage AS usage
    INNER JOIN out_price_history AS price
        ON price.model_id = usage.model_id
        AND price.provider IN (usage.router, usage.maker)
        AND price.tier = 'standard'
        AND coalesce(price.context_from_tokens, 0) = 0
        AND price.valid_from <= usage.used_on
        AND (price.valid_to IS NULL OR price.valid_to > usage.used_on)
    WHERE usage.kind = 'paid' AND usage.listed_on IS NULL
    QUALIFY row_number() OVER (
        PARTITION BY usage.router, usage.used_on, usage.slug
        ORDER BY price.provider <> usage.router, price.input_usd_per_mtok, price.provider_model_id
    ) = 1
),
priced AS (
    SELECT
        usage.router,
        usage.used_on,
        usage.slug,
        usage.kind,
        usage.model_id,
        usage.tokens,
        usage.tokens / sum(usage.tokens) OVER (PARTITION BY usage.router, usage.used_on) AS token_share,
        coalesce(usage.input_usd_per_mtok, offered.input_usd_per_mtok) AS input_usd_per_mtok,
        coalesce(usage.output_usd_per_mtok, offered.output_usd_per_mtok) AS output_usd_per_mtok,
        CASE
            WHEN usage.listed_on IS NOT NULL THEN 'list'
            WHEN offered.provider = usage.router THEN 'router'
            WHEN offered.provider IS NOT NULL THEN 'maker'
            ELSE 'none'
        END AS price_basis,
        coalesce(usage.listed_on, offered.valid_from) AS price_date,
        usage.source_url
    FROM core_model_usage AS usage
    LEFT JOIN offered
        ON offered.router = usage.router AND offered.used_on = usage.used_on AND offered.slug = usage.slug
)
SELECT
    priced.*,
    (
        token_micro_usd(
            mix.input_tokens, mix.cached_input_tokens, mix.output_tokens,
            priced.input_usd_per_mtok, NULL, priced.output_usd_per_mtok
        ) / (mix.input_tokens + mix.cached_input_tokens + mix.output_tokens)
    )::DECIMAL(18, 9) AS usd_per_mtok
FROM priced
CROSS JOIN mix
ORDER BY priced.router, priced.used_on, priced.slug
