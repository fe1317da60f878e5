-- What the tokens of an answer cost at every offer of a model whose capability is known, cheap or dear.
-- The score is the latest one on the primary scale; a model that answers without reasoning is judged by scores made that way.
WITH capability AS (
    SELECT score.model_id, arg_max(score.score, (score.vintage, score.score)) AS score
    FROM core_score AS score
    INNER JOIN core_model AS model ON model.model_id = score.model_id
    WHERE score.benchmark = 'eci'
      AND score.scale = 'epoch'
      AND (model.reasoning OR score.effort IN ('', 'no-thinking', 'non-thinking', 'instant'))
    GROUP BY score.model_id
),
offer AS (
    SELECT
        workload.workload,
        price.model_id,
        price.provider,
        coalesce(model.organization, price.model_id) AS family,
        capability.score,
        price.valid_from,
        price.valid_to,
        token_micro_usd(
            workload.input_tokens, workload.cached_input_tokens, workload.output_tokens,
            price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
        )::DOUBLE * 0.000001 AS usd
    FROM out_price_history AS price
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    INNER JOIN capability ON capability.model_id = price.model_id
    CROSS JOIN core_workload AS workload
    WHERE price.tier = 'standard'
      AND price.valid_from <= $as_of
      AND may_answer(workload.answered_by, model.reasoning)
)
SELECT * FROM offer
WHERE usd > 0
ORDER BY ALL
