-- How many times less memory 8-bit and 4-bit weights took than 16-bit ones: one figure per technique and place it was
-- published in, so that a long table does not outvote a short one.
WITH place AS (
    SELECT
        technique_id,
        source_url,
        exp(avg(ln(factor))) AS factor,
        bool_or(evidence = 'independent') AS independent,
        count(*) AS measurements
    FROM core_technique_gain
    WHERE technique_id IN ('quantization-int8', 'quantization-int4') AND metric = 'memory' AND factor IS NOT NULL
    GROUP BY technique_id, source_url
)
SELECT
    median(factor) AS measured,
    min(factor) AS low,
    max(factor) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'Memory against 16 bits: {:.1f} times less at 8 bits ({} places), {:.1f} at 4 bits or fewer ({} places, of which '
        '{} independent); {} measurements.',
        coalesce(median(factor) FILTER (WHERE technique_id = 'quantization-int8'), 'nan'::DOUBLE),
        count(*) FILTER (WHERE technique_id = 'quantization-int8'),
        coalesce(median(factor) FILTER (WHERE technique_id = 'quantization-int4'), 'nan'::DOUBLE),
        count(*) FILTER (WHERE technique_id = 'quantization-int4'),
        count(*) FILTER (WHERE technique_id = 'quantization-int4' AND independent),
        sum(measurements)::BIGINT
    ) AS evidence
FROM place
