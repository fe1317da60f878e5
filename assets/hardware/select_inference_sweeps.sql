-- Points of InferenceX's sweeps as last captured, on accelerators known by an exact name.
SELECT
    (seen.row->>'model') AS model,
    (seen.row->>'accelerator') AS accelerator,
    alias.accelerator_id,
    (seen.row->>'number_format') AS number_format,
    (seen.row->>'framework') AS framework,
    (seen.row->>'speculative_decoding') AS speculative_decoding,
    (seen.row->>'tensor_parallel')::INTEGER AS tensor_parallel,
    (seen.row->>'gpus')::INTEGER AS gpus,
    (seen.row->>'input_len')::INTEGER AS input_len,
    (seen.row->>'output_len')::INTEGER AS output_len,
    (seen.row->>'concurrency')::INTEGER AS concurrency,
    (seen.row->>'tokens_per_s')::DOUBLE AS tokens_per_s,
    (seen.row->>'tokens_per_s_per_accelerator')::DOUBLE AS tokens_per_s_per_accelerator,
    (seen.row->>'total_tokens_per_s_per_accelerator')::DOUBLE AS total_tokens_per_s_per_accelerator,
    (seen.row->>'tokens_per_s_per_user')::DOUBLE AS tokens_per_s_per_user,
    (seen.row->>'measured_on')::DATE AS measured_on,
    seen.source,
    seen.source_url,
    seen.capture_sha256
FROM _release_seen AS seen
INNER JOIN core_accelerator_alias AS alias ON alias.alias = (seen.row->>'accelerator')
WHERE seen.is_latest AND starts_with(seen.source, 'release/inferencex/')
