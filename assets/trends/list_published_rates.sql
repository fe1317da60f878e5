-- The published rates that checks of our drivers are beside.
SELECT claim_id, author, title, factor_per_year, source_url FROM core_published_rate
