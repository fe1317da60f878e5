-- For every bar and workload, each model that is on sale on the as-of date, at its cheapest offer, with the score it is
-- judged by and how far the bar and the score reach to the ends of their intervals (0 where none was ever given).
WITH search AS (
    SELECT min(usd_per_query) AS usd_per_query
    FROM _search_price
    WHERE valid_from <= $as_of
      AND (valid_to IS NULL OR valid_to > $as_of)
),
offer AS (
    SELECT
        workload.workload,
        workload.answered_by,
        price.model_id,
        min(
            token_micro_usd(
                workload.input_tokens, workload.cached_input_tokens, workload.output_tokens,
                price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
            )::DOUBLE * 0.000001
            + CASE WHEN workload.searches = 0 THEN 0 ELSE workload.searches * search.usd_per_query::DOUBLE END
        ) AS usd
    FROM out_price_history AS price
    CROSS JOIN core_workload AS workload
    CROSS JOIN search
    WHERE price.tier = 'standard'
      AND price.valid_from <= $as_of
      AND (price.valid_to IS NULL OR price.valid_to > $as_of)
    GROUP BY workload.workload, workload.answered_by, price.model_id
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
INNER JOIN core_model AS model ON model.model_id = judged.model_id
INNER JOIN offer ON offer.model_id = judged.model_id
WHERE judged.is_latest
  AND offer.usd > 0
  AND may_answer(offer.answered_by, model.reasoning)
ORDER BY judged.bar, offer.workload, offer.usd, judged.model_id
