-- How many times faster speculative decoding answered one request at a time, from independent measurements of many methods.
-- The interval holds the middle 90% of them. Under load the same technique can slow a server down.
WITH gain AS (
    SELECT evidence, batch, factor
    FROM core_technique_gain
    WHERE technique_id = 'speculative-decoding' AND metric = 'latency' AND factor IS NOT NULL
)
SELECT
    median(factor) FILTER (WHERE evidence = 'independent') AS measured,
    quantile_cont(factor, 0.05) FILTER (WHERE evidence = 'independent') AS low,
    quantile_cont(factor, 0.95) FILTER (WHERE evidence = 'independent') AS high,
    0.9 AS interval_level,
    count(*) FILTER (WHERE evidence = 'independent') AS n,
    format(
        'Median of {} independent measurements at batch 1 on one kind of accelerator, none by the authors of a method; '
        'under high load {} measurements by the authors of a server found {:.2f} and {:.2f} times (slower).',
        count(*) FILTER (WHERE evidence = 'independent'),
        count(*) FILTER (WHERE batch = 'high load'),
        coalesce(min(factor) FILTER (WHERE batch = 'high load'), 'nan'::DOUBLE),
        coalesce(max(factor) FILTER (WHERE batch = 'high load'), 'nan'::DOUBLE)
    ) AS evidence
FROM gain
