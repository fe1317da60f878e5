-- Offers that were believed on one day and not on the next, although the seller still sold them.
WITH day AS (
    SELECT day, lead(day) OVER (ORDER BY day) AS next_day FROM morning
),
gone AS (
    SELECT day.next_day AS day, belief.provider, belief.provider_model_id, belief.tier
    FROM belief
    INNER JOIN day ON day.day = belief.day
    ANTI JOIN belief AS after
        ON after.day = day.next_day
        AND after.provider = belief.provider
        AND after.provider_model_id = belief.provider_model_id
        AND after.tier = belief.tier
    WHERE day.next_day IS NOT NULL
)
SELECT DISTINCT gone.day, gone.provider, gone.provider_model_id, gone.tier
FROM gone
INNER JOIN world
    ON world.day = gone.day
    AND world.provider = gone.provider
    AND world.tier = gone.tier
    AND gone.provider_model_id IN (world.provider_model_id, world.name)
ORDER BY ALL
