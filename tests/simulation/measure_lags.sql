-- Every change of an offer after the first day: when it happened, when a sound page of the seller first showed it, and
-- when it was believed. A withdrawal is believed when the offer is no longer in force. A change that a later one
-- overtook before any page showed it is left out, and so is the withdrawal of an offer that was never believed.
WITH calendar AS (
    SELECT day, lag(day) OVER (ORDER BY day) AS day_before FROM morning
),
offer AS (
    SELECT DISTINCT provider, provider_model_id, name, tier, model_id, is_known FROM world
),
state AS (
    SELECT
        calendar.day, calendar.day_before, offer.*, world.input, world.cached, world.output,
        world.day IS NOT NULL AS is_sold
    FROM calendar
    CROSS JOIN offer
    LEFT JOIN world
        ON world.day = calendar.day
        AND world.provider = offer.provider
        AND world.provider_model_id = offer.provider_model_id
        AND world.tier = offer.tier
),
stepped AS (
    SELECT
        *,
        lag(is_sold) OVER own AS was_sold,
        lag(input) OVER own AS input_before,
        lag(output) OVER own AS output_before
    FROM state
    WINDOW own AS (PARTITION BY provider, provider_model_id, tier ORDER BY day)
),
change AS (
    SELECT
        *,
        CASE WHEN NOT is_sold THEN 'withdrawal' WHEN NOT was_sold THEN 'new' ELSE 'price' END AS kind,
        lead(day) OVER (PARTITION BY provider, provider_model_id, tier ORDER BY day) AS next_change_on
    FROM stepped
    WHERE day_before IS NOT NULL
      AND (is_sold, input, output) IS DISTINCT FROM (was_sold, input_before, output_before)
),
shown AS (
    SELECT change.*, min(sound.day) AS shown_on
    FROM change
    INNER JOIN seller AS sound
        ON sound.provider = change.provider
        AND sound.is_shown
        AND sound.day >= change.day
        AND (change.next_change_on IS NULL OR sound.day < change.next_change_on)
    GROUP BY ALL
)
SELECT
    shown.kind, shown.day, shown.shown_on, shown.next_change_on, shown.provider, shown.provider_model_id, shown.tier,
    shown.is_known, shown.input, shown.output,
    CASE WHEN shown.kind = 'withdrawal' THEN (
        SELECT min(morning.day)
        FROM morning
        WHERE morning.day >= shown.day
          AND (shown.next_change_on IS NULL OR morning.day < shown.next_change_on)
          AND NOT EXISTS (
              SELECT 1 FROM belief
              WHERE belief.day = morning.day
                AND belief.provider = shown.provider
                AND belief.tier = shown.tier
                AND belief.provider_model_id IN (shown.provider_model_id, shown.name)
          )
    ) ELSE (
        SELECT min(belief.day)
        FROM belief
        WHERE belief.day >= shown.day
          AND (shown.next_change_on IS NULL OR belief.day < shown.next_change_on)
          AND belief.provider = shown.provider
          AND belief.tier = shown.tier
          AND belief.provider_model_id IN (shown.provider_model_id, shown.name)
          AND belief.input = shown.input
          AND belief.output = shown.output
    ) END AS believed_on
FROM shown
WHERE shown.kind <> 'withdrawal'
   OR EXISTS (
       SELECT 1 FROM belief
       WHERE belief.day = shown.day_before
         AND belief.provider = shown.provider
         AND belief.tier = shown.tier
         AND belief.provider_model_id IN (shown.provider_model_id, shown.name)
   )
ORDER BY shown.day, shown.provider, shown.provider_model_id, shown.tier
