-- What the tokens of an answer cost at every offer of a model whose capability is known, cheap or dear.
WITH capability AS (
    SELECT model_id, score FROM _capability WHERE known_on = (SELECT max(known_on) FROM _capability)
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
