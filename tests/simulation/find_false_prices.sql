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
)
SELECT
    min(captured.day) AS first_day,
    count(*) AS days,
    captured.provider, captured.provider_model_id, captured.tier, captured.input, captured.cached, captured.output,
    captured.source, captured.valid_from
FROM captured
ANTI JOIN asked
    ON asked.provider = captured.provider
    AND asked.id = captured.id
    AND asked.tier = captured.tier
    AND asked.day BETWEEN captured.valid_from AND captured.day
    AND asked.input = captured.input
    AND asked.output = captured.output
    AND (captured.cached IS NULL OR asked.cached IS NULL OR abs(captured.cached - asked.cached) <= asked.cached / 100)
GROUP BY ALL
ORDER BY first_day, captured.provider, captured.provider_model_id, captured.tier
