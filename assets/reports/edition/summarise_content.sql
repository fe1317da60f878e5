-- A digest of each table that decides whether there is a new edition, without the columns that change from day to day
-- while nothing happens: dates of observation and confirmation, and forecasts from a new origin.
WITH line AS (
    SELECT 'out_verdict' AS table_name, true AS is_answer, verdict::VARCHAR AS text
    FROM (
        SELECT * EXCLUDE (
            as_of, p_1y, p_3y, p_5y, p_level_1y, p_level_3y, p_level_5y, date_p10, date_p50, date_p90,
            explanation, now_last_confirmed_on
        )
        FROM out_verdict
    ) AS verdict
    UNION ALL
    SELECT 'out_frontier', true, step::VARCHAR
    FROM (
        SELECT bar, workload, valid_from, valid_to, usd_per_query, provider, model_id, provider_model_id, is_stale
        FROM out_frontier
    ) AS step
    UNION ALL
    SELECT 'out_price_point', true, point::VARCHAR
    FROM (
        SELECT application, bar, workload, status, viable_on, holds_now, budget_usd, usd_per_task FROM out_price_point
    ) AS point
    UNION ALL
    SELECT 'out_claim', true, claim::VARCHAR
    FROM (SELECT claim_id, claim, claimed_low, claimed_high, verdict FROM out_claim) AS claim
    UNION ALL
    SELECT 'out_price_history', false, price::VARCHAR
    FROM (SELECT * EXCLUDE (observed_at, last_confirmed_on, capture_sha256) FROM out_price_history) AS price
    UNION ALL
    SELECT 'core_score', false, score::VARCHAR FROM core_score AS score
    UNION ALL
    SELECT 'core_search_cost', false, search::VARCHAR FROM core_search_cost AS search
    UNION ALL
    SELECT 'core_workload', false, workload::VARCHAR FROM core_workload AS workload
    UNION ALL
    SELECT 'core_model', false, model::VARCHAR FROM core_model AS model
    UNION ALL
    SELECT 'core_hardware_result', false, result::VARCHAR FROM core_hardware_result AS result
    UNION ALL
    SELECT 'core_rental_price', false, rent::VARCHAR FROM core_rental_price AS rent
)
SELECT
    table_name,
    bool_or(is_answer) AS is_answer,
    sha256(string_agg(text, chr(10) ORDER BY text)) AS digest
FROM line
GROUP BY table_name
ORDER BY table_name
