-- How many times less memory 8-bit and 4-bit weights took than 16-bit ones: the geometric mean of the two techniques,
-- each an evidence-weighted median over what was published.
WITH gain AS (
    SELECT *
    FROM out_technique_gain
    WHERE technique IN ('quantization-int8', 'quantization-int4') AND metric = 'memory' AND factor IS NOT NULL
)
SELECT
    exp(avg(ln(factor))) AS measured,
    min(low) AS low,
    max(high) AS high,
    0.9 AS interval_level,
    sum(n)::INTEGER AS n,
    format(
        'Memory against 16 bits: {}; {} measurements in all.',
        string_agg(
            format('{:.1f} times with {} ({} of {} independent)', factor, technique, n_independent, n),
            ', ' ORDER BY technique DESC
        ),
        sum(n)::INTEGER
    ) AS evidence
FROM gain
