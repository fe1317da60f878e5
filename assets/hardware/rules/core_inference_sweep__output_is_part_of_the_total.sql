-- output tokens are fewer than input and output tokens together
-- severity: error
SELECT source, model, tokens_per_s_per_accelerator, total_tokens_per_s_per_accelerator
FROM core_inference_sweep WHERE tokens_per_s_per_accelerator > total_tokens_per_s_per_accelerator
