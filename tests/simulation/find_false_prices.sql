-- Beliefs that came from captures and were never true: the seller did not ask this price on any day from the day the
-- belief begins to the day it was held. A name that the seller does not have at all is such a belief too.
WITH shown AS (
    SELECT DISTINCT provider, provider_model_id, name, tier, input, cached, output, day FROM world
)
SELECT
    min(belief.day) AS first_day,
    count(*) AS days,
    belief.provider, belief.provider_model_id, belief.tier, belief.input, belief.cached, belief.output, belief.source,
    belief.valid_from
FROM belief
WHERE (belief.source LIKE 'page/%' OR belief.source LIKE 'feed/%')
  AND NOT EXISTS (
      SELECT 1
      FROM shown
      WHERE shown.provider = belief.provider
        AND shown.tier = belief.tier
        AND belief.provider_model_id IN (shown.provider_model_id, shown.name)
        AND shown.day BETWEEN belief.valid_from AND belief.day
        AND shown.input = belief.input
        AND shown.output = belief.output
        AND (shown.cached = belief.cached OR belief.cached IS NULL OR shown.cached IS NULL)
  )
GROUP BY ALL
ORDER BY first_day, belief.provider, belief.provider_model_id, belief.tier
