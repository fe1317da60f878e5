-- How many times faster speculative decoding answered: the evidence-weighted median over what was published, with the
-- spread over methods and loads. The sentence keeps apart what it does for one request at a time and under load.
WITH measurement AS (
    SELECT evidence, batch, factor
    FROM core_technique_gain
    WHERE technique_id = 'speculative-decoding' AND metric = 'latency' AND factor IS NOT NULL
)
SELECT
    factor AS measured,
    low,
    high,
    0.9 AS interval_level,
    n,
    format(
        'Median of {} measurements, {} of them independent: {:.1f} times, one request at a time; {} others under high load: '
        '{:.1f} times, which is slower.',
        n,
        n_independent,
        (SELECT coalesce(median(factor), 'nan'::DOUBLE) FROM measurement
         WHERE evidence = 'independent' AND batch = '1'),
        (SELECT count(*) FROM measurement WHERE batch = 'high load'),
        (SELECT coalesce(median(factor), 'nan'::DOUBLE) FROM measurement WHERE batch = 'high load')
    ) AS evidence
FROM out_technique_gain
WHERE technique = 'speculative-decoding' AND metric = 'latency' AND factor IS NOT NULL
