-- How many times faster 8-bit and 4-bit models ran than 16-bit ones: the geometric mean of the two techniques, each an
-- evidence-weighted median over what was published (throughput at 8 bits, latency at 4).
WITH gain AS (
    SELECT *
    FROM out_technique_gain
    WHERE technique IN ('quantization-int8', 'quantization-int4')
      AND metric IN ('latency', 'throughput')
      AND factor IS NOT NULL
)
SELECT
    exp(avg(ln(factor))) AS measured,
    min(low) AS low,
    max(high) AS high,
    0.9 AS interval_level,
    sum(n)::INTEGER AS n,
    format(
        'Speed against 16 bits: {}; {} measurements in all.',
        string_agg(
            format('{:.1f} times with {} ({} of {} independent)', factor, technique, n_independent, n),
            ', ' ORDER BY technique DESC
        ),
        sum(n)::INTEGER
    ) AS evidence
FROM gain
