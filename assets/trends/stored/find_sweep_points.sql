-- Points of sweeps over concurrency by series (all that is kept equal) and configuration (how the model is split).
SELECT
    concat_ws(
        '|', model, accelerator_id, number_format, framework, speculative_decoding, input_len::VARCHAR, output_len::VARCHAR
    ) AS series,
    measured_on AS day,
    concat_ws('|', tensor_parallel::VARCHAR, gpus::VARCHAR) AS configuration,
    total_tokens_per_s_per_accelerator AS per_s,
    tokens_per_s_per_user AS user_per_s
FROM core_inference_sweep
WHERE measured_on <= $as_of AND tokens_per_s_per_user IS NOT NULL
ORDER BY series, day, configuration, user_per_s, per_s
