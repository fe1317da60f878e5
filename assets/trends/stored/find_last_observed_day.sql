-- The last day up to the as-of date on which a price was observed. Later costs are presumed: no forecast is scored on
-- them.
SELECT least($as_of::DATE, max(confirmed_at)::DATE) AS last_observed_day FROM core_price_observation
