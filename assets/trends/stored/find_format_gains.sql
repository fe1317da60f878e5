-- The ratio of the same chip's throughput in a narrower number format: 8 bits over 16, and 4 over 8. A gain is known
-- from the end of the month in which it was measured. Rows about the KV cache alone are left out: the weights keep
-- their format there.
WITH technique AS (
    SELECT gain_id AS gain, 8 AS bits, factor, last_day((left(measured_on || '-12', 7) || '-01')::DATE) AS known_on
    FROM core_technique_gain
    WHERE technique_id IN ('quantization-fp8', 'quantization-int8')
      AND metric = 'throughput'
      AND factor IS NOT NULL
      AND baseline NOT LIKE '%KV cache%'
),
speed AS (
    SELECT
        result.release,
        result.released_on,
        result.benchmark,
        result.scenario,
        accelerator.family AS chip,
        result.number_format,
        median(result.tokens_per_s_per_accelerator) AS speed
    FROM core_hardware_result AS result
    INNER JOIN core_accelerator AS accelerator ON accelerator.accelerator_id = result.accelerator_id
    WHERE result.duplicate_of IS NULL
      AND result.division = 'closed'
      AND result.released_on <= $as_of
      AND result.tokens_per_s_per_accelerator IS NOT NULL
      AND result.number_format IN ('fp4', 'fp8')
    GROUP BY ALL
)
SELECT gain, bits, factor, known_on FROM technique WHERE known_on <= $as_of
UNION ALL
SELECT concat_ws('|', wide.release, wide.benchmark, wide.scenario, wide.chip), 4, narrow.speed / wide.speed, narrow.released_on
FROM speed AS narrow
INNER JOIN speed AS wide USING (release, released_on, benchmark, scenario, chip)
WHERE narrow.number_format = 'fp4' AND wide.number_format = 'fp8'
ORDER BY gain
