-- The last day up to the as-of date on which a price was seen: later costs are presumed, and no forecast is scored on those.
SELECT least($as_of::DATE, max(confirmed_at)::DATE) AS last_observed_day FROM core_price_observation
