-- Launches, cuts, rises and withdrawals that captures showed: whether the seller's price on that day was the one reported.
WITH event AS (
    SELECT DISTINCT event, date, provider, provider_model_id, tier, input, output
    FROM price_event
    WHERE date > (SELECT min(day) FROM morning)
),
compared AS (
    SELECT
        event.event,
        CASE
            WHEN event.event = 'withdrawal' THEN world.day IS NULL
            ELSE coalesce(world.input = event.input AND world.output = event.output, false)
        END AS is_true
    FROM event
    LEFT JOIN world
        ON world.day = event.date
        AND world.provider = event.provider
        AND world.tier = event.tier
        AND event.provider_model_id IN (world.provider_model_id, world.name)
)
SELECT event, count(*) FILTER (is_true), count(*) FILTER (NOT is_true) FROM compared GROUP BY event ORDER BY event
