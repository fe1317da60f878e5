-- tokens per accelerator times accelerators are the tokens
-- severity: error
SELECT source, model, tokens_per_s, tokens_per_s_per_accelerator, gpus FROM core_engine_throughput
WHERE abs(tokens_per_s_per_accelerator * gpus / tokens_per_s - 1) > 0.001
