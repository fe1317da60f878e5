-- How did the price of one model change at its seller?
SELECT valid_from, valid_to, input_usd_per_mtok, cached_input_usd_per_mtok, output_usd_per_mtok, source_url
FROM out_price_history
WHERE provider = 'openai' AND model_id = 'gpt-4o-2024-05-13' AND tier = 'standard'
ORDER BY valid_from
