-- Every price of every model at one bar, as the cost of one workload without searches, with the feed that reported it.
-- Prices from pages of sellers and from announcements count as one source, because no feed reports them.
WITH source_of_address AS (
    SELECT
        source_url,
        CASE
            WHEN max(family) LIKE 'http%' OR max(family) LIKE 'page/%' THEN 'pages and announcements'
            ELSE max(family)
        END AS source
    FROM core_price_observation
    GROUP BY source_url
)
SELECT
    price.provider || '/' || price.provider_model_id || '/' || price.model_id AS offer,
    price.valid_from,
    price.valid_to,
    price.token_usd AS usd,
    source_of_address.source,
    history.n_sources
FROM _offer_cost AS price
INNER JOIN out_price_history AS history
    ON history.provider = price.provider
    AND history.model_id = price.model_id
    AND history.provider_model_id = price.provider_model_id
    AND history.tier = 'standard'
    AND history.valid_from = price.price_valid_from
INNER JOIN source_of_address ON source_of_address.source_url = history.source_url
INNER JOIN core_bar_member AS member
    ON member.model_id = price.model_id
    AND member.answered_by = price.answered_by
    AND member.bound = 'central'
    AND member.bar = $bar
WHERE price.workload = $workload
  AND price.valid_from <= $as_of
ORDER BY offer, price.valid_from
