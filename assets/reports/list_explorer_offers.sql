-- Every price at which a use may have been served by a model that qualifies for a bar, in the order in which
-- find_frontier.sql takes offers of one cost. Prices are in billionths of a USD per million tokens, dates in days since
-- 1970; only an offer that is still on sale has a confirmation.
WITH member AS (
    SELECT DISTINCT model_id
    FROM core_bar_member
    WHERE bound IN ('central', 'low', 'high')
)
SELECT
    price.model_id,
    price.provider,
    (price.input_usd_per_mtok::DECIMAL(38, 9) * 1000000000)::BIGINT AS input_price,
    (price.cached_input_usd_per_mtok::DECIMAL(38, 9) * 1000000000)::BIGINT AS cached_price,
    (price.output_usd_per_mtok::DECIMAL(38, 9) * 1000000000)::BIGINT AS output_price,
    coalesce(own.context_tokens, maker.context_tokens) AS context_tokens,
    price.valid_from - DATE '1970-01-01' AS start_day,
    price.valid_to - DATE '1970-01-01' AS end_day,
    CASE WHEN price.valid_to IS NULL OR price.valid_to > $as_of THEN price.last_confirmed_on - DATE '1970-01-01' END
        AS confirmed_day,
    price.is_stale AND (price.valid_to IS NULL OR price.valid_to > $as_of) AS is_stale
FROM out_price_history AS price
INNER JOIN member ON member.model_id = price.model_id
LEFT JOIN core_context_window AS own
    ON own.provider = price.provider
    AND own.provider_model_id = price.provider_model_id
    AND own.model_id = price.model_id
LEFT JOIN core_context_window AS maker
    ON maker.provider IS NULL
    AND maker.model_id = price.model_id
WHERE price.tier = 'standard'
  AND coalesce(price.context_from_tokens, 0) = 0
  AND price.valid_from <= $as_of
  AND price.valid_from < coalesce(price.valid_to, DATE '9999-12-31')
ORDER BY
    price.provider = 'openrouter', price.provider, price.provider_model_id, price.model_id, price.valid_from
