-- The offers on sale on the last day, and how many of them the home holds at the right price, at another, and not at all.
WITH last_day AS (
    SELECT max(day) AS day FROM morning
),
compared AS (
    SELECT
        world.provider, world.provider_model_id, world.tier,
        count(belief.day) AS beliefs,
        coalesce(bool_or(belief.input = world.input AND belief.output = world.output), false) AS is_right
    FROM world
    INNER JOIN last_day ON last_day.day = world.day
    LEFT JOIN belief
        ON belief.day = world.day
        AND belief.provider = world.provider
        AND belief.tier = world.tier
        AND belief.provider_model_id IN (world.provider_model_id, world.name)
    GROUP BY ALL
)
SELECT
    provider,
    count(*),
    count(*) FILTER (is_right),
    count(*) FILTER (beliefs > 0 AND NOT is_right),
    count(*) FILTER (beliefs = 0)
FROM compared
GROUP BY provider
ORDER BY provider
