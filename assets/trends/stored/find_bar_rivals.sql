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
    judged.bar,
    offer.workload,
    bar.benchmark,
    judged.model_id,
    offer.usd,
    judged.threshold,
    coalesce(judged.threshold_below, 0) AS threshold_below,
    coalesce(judged.threshold_above, 0) AS threshold_above,
    judged.score,
    coalesce(judged.score_below, 0) AS score_below,
    coalesce(judged.score_above, 0) AS score_above
FROM _bar_judgement AS judged
INNER JOIN core_bar AS bar ON bar.bar = judged.bar
INNER JOIN offer ON offer.model_id = judged.model_id AND offer.answered_by = judged.answered_by
INNER JOIN core_workload AS workload ON workload.workload = offer.workload
WHERE judged.is_latest AND NOT judged.any_effort
ORDER BY judged.bar, offer.workload, offer.usd, judged.model_id
