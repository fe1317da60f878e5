-- An amount of USD as a target: exact, and in force at any date.
SELECT
    $target AS target,
    'the amount asked about' AS label,
    $usd::DECIMAL(18, 12) AS usd_per_query,
    NULL::DECIMAL(18, 12) AS usd_per_query_low,
    NULL::DECIMAL(18, 12) AS usd_per_query_high,
    'given' AS kind,
    'primary' AS quality,
    DATE '1900-01-01' AS valid_from,
    NULL::DATE AS valid_to
