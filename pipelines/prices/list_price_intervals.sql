-- The intervals in which some models had a price, as was known on a date, the earliest first.
SELECT provider, tier, valid_from, valid_to, input_usd_per_mtok, output_usd_per_mtok
FROM out_price_vintage
WHERE list_contains($models::VARCHAR[], model)
  AND known_from <= $known::DATE
  AND (known_to IS NULL OR known_to > $known::DATE)
ORDER BY valid_from, provider, tier
