-- The steps of the frontier that lie more than $largest_move times below the step before, and whose price one live source
-- alone reports. Rows of the bundled facts were reviewed; any other price has a second source where an independent one
-- showed the same amounts while it was in force.
WITH moved AS (
    SELECT *
    FROM (
        SELECT
            *,
            lag(usd_per_query) OVER step AS frontier_usd_per_query,
            lag(valid_to) OVER step = valid_from AS continues
        FROM _frontier
        WHERE bound = 'central'
        WINDOW step AS (PARTITION BY bar, workload ORDER BY valid_from)
    )
    WHERE continues AND usd_per_query * $largest_move < frontier_usd_per_query
)
SELECT
    moved.bar,
    moved.workload,
    moved.provider,
    moved.model_id,
    moved.provider_model_id,
    moved.price_valid_from,
    moved.usd_per_query,
    moved.frontier_usd_per_query,
    round(moved.frontier_usd_per_query::DOUBLE / moved.usd_per_query::DOUBLE, 3) AS times_cheaper,
    price.source,
    price.source_url,
    price.capture_sha256,
    price.tier,
    price.input_usd_per_mtok,
    price.output_usd_per_mtok
FROM moved
INNER JOIN out_price_history AS price
    ON price.provider = moved.provider
    AND price.model_id = moved.model_id
    AND price.provider_model_id = moved.provider_model_id
    AND price.valid_from = moved.price_valid_from
    AND price.tier = 'standard'
    AND coalesce(price.context_from_tokens, 0) = 0
WHERE NOT starts_with(price.source, 'facts/')
  AND price.n_sources < $quorum
  AND (
      SELECT count(DISTINCT other.family)
      FROM core_price_observation AS other
      WHERE other.provider = price.provider
        AND other.model_id = price.model_id
        AND other.tier = price.tier
        AND other.input_usd_per_mtok = price.input_usd_per_mtok
        AND other.output_usd_per_mtok = price.output_usd_per_mtok
        AND other.valid_from < coalesce(price.valid_to, DATE '9999-12-31')
        AND greatest(other.valid_from, other.last_seen_on, other.confirmed_at::DATE) >= price.valid_from
  ) < $quorum
ORDER BY ALL
