-- The number of offers that any source shows, whether or not their model is known.
SELECT count(*) FROM (SELECT DISTINCT provider, provider_model_id FROM core_model_link)
