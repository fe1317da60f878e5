-- Throughputs of TensorRT-LLM's own tables, one version of it per source, on accelerators known by an exact name.
SELECT
    'tensorrt-llm' AS engine,
    replace(seen.source, 'release/trtllm/v', '') AS version,
    NULL::DATE AS released_on,
    (seen.row->>'model') AS model,
    (seen.row->>'accelerator') AS accelerator,
    alias.accelerator_id,
    (seen.row->>'number_format') AS number_format,
    (seen.row->>'tensor_parallel')::INTEGER AS tensor_parallel,
    (seen.row->>'gpus')::INTEGER AS gpus,
    (seen.row->>'input_len')::INTEGER AS input_len,
    (seen.row->>'output_len')::INTEGER AS output_len,
    (seen.row->>'tokens_per_s')::DOUBLE AS tokens_per_s,
    (seen.row->>'tokens_per_s_per_accelerator')::DOUBLE AS tokens_per_s_per_accelerator,
    (seen.row->>'doubt') AS doubt,
    seen.source,
    seen.source_url,
    seen.capture_sha256
FROM _release_seen AS seen
INNER JOIN core_accelerator_alias AS alias ON alias.alias = (seen.row->>'accelerator')
WHERE seen.is_latest AND starts_with(seen.source, 'release/trtllm/')
