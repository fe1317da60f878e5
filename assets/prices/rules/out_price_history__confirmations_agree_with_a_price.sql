-- every confirmation shows the price that was in force on its day
-- severity: warning
SELECT seen.provider, seen.provider_model_id, seen.tier, seen.confirmed_on, seen.input_usd_per_mtok,
       seen.output_usd_per_mtok
FROM core_price_confirmation AS seen
WHERE NOT EXISTS (
    FROM out_price_history AS price
    WHERE price.provider = seen.provider AND price.model_id = seen.model_id
      AND price.provider_model_id = seen.provider_model_id AND price.tier = seen.tier
      AND price.valid_from <= seen.confirmed_on AND coalesce(price.valid_to > seen.confirmed_on, true)
      AND abs(price.input_usd_per_mtok - seen.input_usd_per_mtok) <= price.input_usd_per_mtok * 0.005
      AND abs(price.output_usd_per_mtok - seen.output_usd_per_mtok) <= price.output_usd_per_mtok * 0.005)
