-- The share of key-value cache memory that held tokens with paged attention, as its authors measured it.
SELECT
    median(value_to::DOUBLE) AS measured,
    min(value_to::DOUBLE) AS low,
    max(value_to::DOUBLE) AS high,
    NULL AS interval_level,
    count(*) AS n,
    format(
        'With paged attention {:.0f}% of the cache held tokens, without it {}% ({}, {}; {} measurement, by the authors).',
        median(value_to::DOUBLE),
        any_value(value_from),
        any_value(model),
        any_value(hardware),
        count(*)
    ) AS evidence
FROM core_technique_gain
WHERE technique_id = 'paged-attention' AND metric = 'utilisation' AND value_to IS NOT NULL
