-- The speed of one chip on one benchmark of one release, in one number format: the median over submitters. An unstated
-- format is taken to be the narrowest that the same chip has filed by the as-of date; bert-99 is run in 8 bits. Chips
-- with too little memory for a large model are left out: their speed on small models says little about large models. So
-- is the interactive scenario, whose throughput depends on how each submission trades it for latency.
WITH large AS (
    SELECT family FROM core_accelerator GROUP BY family HAVING max(memory_gb) >= $least_memory_gb
),
result AS (
    SELECT
        result.release,
        result.released_on,
        result.benchmark,
        result.scenario,
        result.submitter,
        accelerator.family AS chip,
        result.number_format,
        coalesce(result.tokens_per_s_per_accelerator, result.value_per_accelerator) AS speed,
        result.benchmark <> 'bert-99' AS generative
    FROM core_hardware_result AS result
    INNER JOIN core_accelerator AS accelerator ON accelerator.accelerator_id = result.accelerator_id
    WHERE result.duplicate_of IS NULL
      AND result.division = 'closed'
      AND result.scenario <> 'interactive'
      AND result.released_on <= $as_of
      AND accelerator.family <> 'mixed'
      AND accelerator.family IN (SELECT family FROM large)
      AND accelerator.name NOT LIKE '%PCIe%'
      AND (accelerator.name NOT LIKE '%NVL%' OR accelerator.name LIKE '%NVL72%')
      AND (
          result.benchmark = 'bert-99'
          OR (
              result.tokens_per_s_per_accelerator IS NOT NULL
              AND regexp_matches(result.benchmark, '^(gptj|llama|mixtral|deepseek|gpt-oss)')
          )
      )
),
narrowest AS (
    SELECT chip, min(number_format) AS number_format
    FROM result
    WHERE generative AND number_format IN ('fp4', 'fp8')
    GROUP BY chip
)
SELECT
    result.release,
    result.released_on,
    result.benchmark,
    result.scenario,
    result.chip,
    CASE
        WHEN result.generative THEN coalesce(result.number_format, narrowest.number_format, 'unstated')
        ELSE 'int8'
    END AS number_format,
    result.number_format IS NOT NULL AS format_stated,
    result.generative,
    median(result.speed) AS speed,
    count(DISTINCT result.submitter) AS submitters
FROM result
LEFT JOIN narrowest ON narrowest.chip = result.chip
GROUP BY ALL
ORDER BY ALL
