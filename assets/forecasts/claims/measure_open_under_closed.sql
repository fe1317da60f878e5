-- Times that closed models cost open ones of the same score: list prices (3:1 input to output) of offers on sale on
-- 2026-01-01, regressed on the score on the Epoch index and on being open. 90% interval by leaving out one maker at a time.
WITH offer AS (
    SELECT offer.maker, offer.open_weights, capability.score, offer.log_usd
    FROM offers_each_month(DATE '2026-01-01', DATE '2026-01-01') AS offer
    INNER JOIN epoch_scores() AS capability ON capability.model_id = offer.model_id
    WHERE offer.open_weights IS NOT NULL
),
left_out AS (
    SELECT NULL AS maker
    UNION ALL
    SELECT DISTINCT maker FROM offer
),
kind AS (
    SELECT
        left_out.maker,
        offer.open_weights,
        avg(offer.log_usd) AS log_usd,
        avg(offer.score) AS score,
        regr_sxy(offer.log_usd, offer.score) AS sxy,
        regr_sxx(offer.log_usd, offer.score) AS sxx
    FROM offer
    INNER JOIN left_out ON left_out.maker IS DISTINCT FROM offer.maker
    GROUP BY left_out.maker, offer.open_weights
),
gap AS (
    SELECT
        maker,
        sum(sxy) / sum(sxx) AS price_of_a_point,
        sum(CASE WHEN open_weights THEN -log_usd ELSE log_usd END) AS log_usd,
        sum(CASE WHEN open_weights THEN -score ELSE score END) AS score
    FROM kind
    GROUP BY maker
    HAVING count(*) = 2 AND sum(sxx) > 0
),
rate AS (
    SELECT maker, log_usd - price_of_a_point * score AS rate FROM gap
),
estimate AS (
    SELECT max(rate) FILTER (WHERE maker IS NULL) AS rate, margin_of_makers(rate, maker) AS margin FROM rate
)
SELECT
    exp(rate) AS measured,
    exp(rate - margin) AS low,
    exp(rate + margin) AS high,
    0.9 AS interval_level,
    (SELECT count(*) FROM offer) AS n,
    format(
        '{} offers of open and {} of closed models with a score on 1 January 2026.',
        (SELECT count(*) FROM offer WHERE open_weights),
        (SELECT count(*) FROM offer WHERE NOT open_weights)
    ) AS evidence
FROM estimate
WHERE rate IS NOT NULL
