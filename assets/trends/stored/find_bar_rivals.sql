-- For every bar and workload, each model that is on sale on the as-of date, at its cheapest offer, with its score and
-- the distances from bar and score to the ends of their intervals (0 where no interval was ever published).
WITH offer AS (
    SELECT workload, answered_by, model_id, min(usd_per_query)::DOUBLE AS usd
    FROM _offer_cost
    WHERE valid_from <= $as_of
      AND (valid_to IS NULL OR valid_to > $as_of)
      AND usd_per_query > 0
    GROUP BY workload, answered_by, model_id
)
SELECT
    comparison.bar,
    offer.workload,
    bar.benchmark,
    comparison.model_id,
    offer.usd,
    comparison.threshold,
    coalesce(comparison.threshold_below, 0) AS threshold_below,
    coalesce(comparison.threshold_above, 0) AS threshold_above,
    comparison.score,
    coalesce(comparison.score_below, 0) AS score_below,
    coalesce(comparison.score_above, 0) AS score_above
FROM _bar_judgement AS comparison
INNER JOIN core_bar AS bar ON bar.bar = comparison.bar
INNER JOIN offer ON offer.model_id = comparison.model_id AND offer.answered_by = comparison.answered_by
INNER JOIN core_workload AS workload ON workload.workload = offer.workload
WHERE comparison.is_latest AND NOT comparison.any_effort
ORDER BY comparison.bar, offer.workload, offer.usd, comparison.model_id
