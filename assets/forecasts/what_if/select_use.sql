-- The use as a workload. BIGINT: times a price, a narrower integer would overflow on a million tokens.
SELECT
    $workload AS workload,
    $input_tokens::BIGINT AS input_tokens,
    $cached_input_tokens::BIGINT AS cached_input_tokens,
    $output_tokens::BIGINT AS output_tokens,
    $searches::BIGINT AS searches,
    $calls AS calls,
    $answered_by AS answered_by,
    1 AS position
