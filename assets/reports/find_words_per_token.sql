-- Tokens of GPT-4's tokenizer in the English text that was counted, and the digest of that text.
SELECT rate.tokens, rate.text_sha256
FROM core_tokenizer_rate AS rate
INNER JOIN core_model_tokenizer AS model ON model.tokenizer = rate.tokenizer
WHERE rate.text_kind = 'english' AND model.model_id = $level
