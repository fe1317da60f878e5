-- The share of run time that a server with paged attention spent computing on the accelerator, where one was published.
SELECT
    median(value_to::DOUBLE) AS measured,
    min(value_to::DOUBLE) AS low,
    max(value_to::DOUBLE) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'One published profile of a server with paged attention: {:.0f}% of run time on the accelerator ({}, {}). What '
        'paged attention itself raised is the use of cache memory, the next claim.',
        median(value_to::DOUBLE),
        any_value(model),
        any_value(hardware)
    ) AS evidence
FROM core_technique_gain
WHERE value_unit = '% of run time in GPU execution' AND value_to IS NOT NULL
