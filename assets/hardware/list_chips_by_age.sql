-- Accelerators in the order of their first usable results, then of their own release, and whether FP8 figures are
-- stated.
SELECT accelerator_id, dense_fp8_tflops IS NOT NULL AS has_fp8
FROM core_accelerator AS chip
INNER JOIN (
    SELECT accelerator_id, min(released_on) AS first_results_on
    FROM _hardware_evidence
    GROUP BY accelerator_id
) USING (accelerator_id)
ORDER BY first_results_on, chip.released_on NULLS LAST, accelerator_id
