-- How many times faster 8-bit and 4-bit models ran than 16-bit ones (latency or throughput): one figure per technique and
-- place it was published in. Rows that state only a maximum are counted, not averaged.
WITH place AS (
    SELECT technique_id, source_url, exp(avg(ln(factor))) AS factor, count(factor) AS measurements, count(*) AS found
    FROM core_technique_gain
    WHERE technique_id IN ('quantization-int8', 'quantization-int4') AND metric IN ('latency', 'throughput')
    GROUP BY technique_id, source_url
)
SELECT
    median(factor) AS measured,
    min(factor) AS low,
    max(factor) AS high,
    NULL AS interval_level,
    count(factor) AS n,
    format(
        'Speed against 16 bits: {:.1f} times at 8 bits, {:.1f} at 4 bits or fewer ({} measurements in {} places; {} more '
        'state a maximum only). Mostly small batches, where memory is the limit; at large batches the gain is smaller.',
        coalesce(median(factor) FILTER (WHERE technique_id = 'quantization-int8'), 'nan'::DOUBLE),
        coalesce(median(factor) FILTER (WHERE technique_id = 'quantization-int4'), 'nan'::DOUBLE),
        sum(measurements)::BIGINT,
        count(factor),
        sum(found - measurements)::BIGINT
    ) AS evidence
FROM place
