-- Rates of fall that others published, those about GPT-4-class models first; some give a range and no single rate.
SELECT *, reference ILIKE 'gpt-4%' AS is_gpt_4
FROM core_published_rate
ORDER BY is_gpt_4 DESC, author, claim_id
