-- Every price of every model at one bar, as the cost of one workload without searches, with the feed that told it: what
-- was read on a page of a seller or in an announcement counts as one source, as no feed stands behind it.
WITH told AS (
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
    (
        token_micro_usd(
            workload.input_tokens, workload.cached_input_tokens, workload.output_tokens,
            price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
        ) * 0.000001
    )::DECIMAL(18, 12) AS usd,
    told.source,
    price.n_sources
FROM out_price_history AS price
INNER JOIN told ON told.source_url = price.source_url
INNER JOIN core_bar_member AS member
    ON member.model_id = price.model_id AND member.bound = 'central' AND member.bar = $bar
INNER JOIN core_model AS model ON model.model_id = price.model_id
INNER JOIN core_workload AS workload ON workload.workload = $workload AND workload.searches = 0
WHERE price.tier = 'standard'
  AND price.valid_from <= $as_of
  AND may_answer(workload.answered_by, model.reasoning)
  AND usd IS NOT NULL
ORDER BY offer, price.valid_from
