-- Times as expensive a year of an answer by the best model: the slope of the logarithm of its cost at list price over the
-- days on which a model with a higher score on the Epoch index than any before came on sale, up to the claim
-- (2026-03-23). A model that never thinks answers a chat turn, one that thinks the same turn with 8,000 output tokens.
WITH first_price AS (
    SELECT
        model_id,
        min(valid_from) AS day,
        arg_min(input_usd_per_mtok, (valid_from, output_usd_per_mtok)) AS input_usd_per_mtok,
        arg_min(output_usd_per_mtok, (valid_from, output_usd_per_mtok)) AS output_usd_per_mtok
    FROM out_price_history
    WHERE tier = 'standard' AND model_id IS NOT NULL AND valid_from <= DATE '2026-03-23' AND output_usd_per_mtok > 0
    GROUP BY model_id
),
answer AS (
    SELECT
        price.model_id,
        price.day,
        capability.score,
        workload.workload,
        (
            workload.input_tokens * price.input_usd_per_mtok + workload.output_tokens * price.output_usd_per_mtok
        )::DOUBLE * 0.000001 AS usd
    FROM first_price AS price
    INNER JOIN epoch_scores() AS capability ON capability.model_id = price.model_id
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    INNER JOIN core_workload AS workload
        ON workload.workload = CASE WHEN model.thinking = 'never' THEN 'chat' ELSE 'reasoning' END
),
best AS (
    SELECT *, date_diff('day', DATE '2023-01-01', day) / 365.25 AS years
    FROM answer
    QUALIFY score > coalesce(
        max(score) OVER (ORDER BY day, score ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), score - 1
    )
),
fit AS (
    SELECT
        count(*) AS n,
        regr_slope(ln(usd), years) AS slope,
        slope_error(ln(usd), years) * t_of_90_percent(count(*)) AS margin,
        arg_min(model_id, years) AS model_from,
        arg_max(model_id, (years, score)) AS model_to,
        arg_min(usd, years) AS usd_from,
        arg_max(usd, (years, score)) AS usd_to,
        count(*) FILTER (WHERE workload = 'reasoning') AS thinking
    FROM best
    HAVING count(*) > 2
)
SELECT
    exp(slope) AS measured,
    exp(slope - margin) AS low,
    exp(slope + margin) AS high,
    0.9 AS interval_level,
    n,
    format(
        '{} models were the best of their day, {} of them thinking: from {} at ${:.4f} an answer to {} at ${:.4f}. Growth of '
        'the tokens per answer within either kind is not in it.',
        n,
        thinking,
        model_from,
        usd_from,
        model_to,
        usd_to
    ) AS evidence
FROM fit
