-- The prices in force in the home of the simulation, of the simulated sellers.
SELECT
    $day::DATE AS day, provider, provider_model_id, model_id, tier,
    input_usd_per_mtok, cached_input_usd_per_mtok, output_usd_per_mtok, source, valid_from
FROM home.out_price_history
WHERE in_force
  AND context_from_tokens IS NULL
  AND list_contains($sellers, provider)
