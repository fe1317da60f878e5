-- Beliefs that came from captures and were never true: the seller did not ask this price on any day from the day the
-- belief begins to the day it was held. An id that is on no page of the seller (LiteLLM lists dated ids and aliases
-- alike) is compared with the prices of its model there. Cached prices may differ by 1%, because lists round them.
WITH named AS (
    SELECT provider, provider_model_id AS id FROM world
    UNION
    SELECT provider, name FROM world
),
asked AS (
    SELECT DISTINCT provider, unnest([provider_model_id, name, 'model ' || model_id]) AS id, tier, input, cached, output, day
    FROM world
),
captured AS (
    SELECT
        belief.*,
        CASE WHEN named.id IS NULL THEN 'model ' || belief.model_id ELSE belief.provider_model_id END AS id
    FROM belief
    LEFT JOIN named
        ON named.provider = belief.provider
        AND named.id = belief.provider_model_id
    WHERE belief.source LIKE 'page/%' OR belief.source LIKE 'feed/%'
),
-- One row a belief in place of one a day: a year holds each for months.
first_asked AS (
    SELECT held.*, min(asked.day) AS asked_on
    FROM (SELECT DISTINCT provider, id, tier, input, cached, output, valid_from FROM captured) AS held
    LEFT JOIN asked
        ON asked.provider = held.provider
        AND asked.id = held.id
        AND asked.tier = held.tier
        AND asked.day >= held.valid_from
        AND asked.input = held.input
        AND asked.output = held.output
        AND (held.cached IS NULL OR asked.cached IS NULL OR abs(held.cached - asked.cached) <= asked.cached / 100)
    GROUP BY ALL
)
SELECT
    min(captured.day) AS first_day,
    count(*) AS days,
    captured.provider, captured.provider_model_id, captured.tier, captured.input, captured.cached, captured.output,
    captured.source, captured.valid_from
FROM captured
INNER JOIN first_asked
    ON first_asked.provider = captured.provider
    AND first_asked.id = captured.id
    AND first_asked.tier = captured.tier
    AND first_asked.input = captured.input
    AND first_asked.output = captured.output
    AND first_asked.cached IS NOT DISTINCT FROM captured.cached
    AND first_asked.valid_from = captured.valid_from
WHERE first_asked.asked_on IS NULL OR first_asked.asked_on > captured.day
GROUP BY ALL
ORDER BY first_day, captured.provider, captured.provider_model_id, captured.tier
