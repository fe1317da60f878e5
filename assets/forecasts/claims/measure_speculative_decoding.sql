-- How many times faster speculative decoding answered: the median of independent measurements of one request at a time up
-- to the claim (2026-03-01), and the middle 90% of them. Under load the sentence gives the median apart.
WITH measurement AS (
    SELECT evidence, batch, factor
    FROM core_technique_gain
    WHERE technique_id = 'speculative-decoding'
      AND metric = 'latency'
      AND factor IS NOT NULL
      AND measured_on <= '2026-03-01'
),
busy AS (
    SELECT count(*) AS n, coalesce(median(factor), 'nan'::DOUBLE) AS factor FROM measurement WHERE batch = 'high load'
)
SELECT
    median(factor) AS measured,
    quantile_cont(factor, 0.05) AS low,
    quantile_cont(factor, 0.95) AS high,
    0.9 AS interval_level,
    count(*) AS n,
    format(
        'Median of {} independent measurements, one request at a time: {:.2f} times faster. Under high load, {} '
        'measurements by the authors: {:.2f} times, which is slower.',
        count(*),
        median(factor),
        (SELECT n FROM busy),
        (SELECT factor FROM busy)
    ) AS evidence
FROM measurement
WHERE evidence = 'independent' AND batch = '1'
HAVING count(*) > 0
