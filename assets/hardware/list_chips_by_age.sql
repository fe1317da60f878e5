-- Accelerators from the oldest on, and whether they are stated to compute in FP8; those without a date come last.
SELECT accelerator_id, dense_fp8_tflops IS NOT NULL AS has_fp8
FROM core_accelerator
ORDER BY released_on NULLS LAST, accelerator_id
