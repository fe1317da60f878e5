-- Rates of fall that others published, those about GPT-4-class models first.
SELECT *, reference ILIKE 'gpt-4%' AS is_gpt_4
FROM core_published_rate
WHERE factor_per_year IS NOT NULL
ORDER BY is_gpt_4 DESC, author, claim_id
