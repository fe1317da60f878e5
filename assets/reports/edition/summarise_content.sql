-- A digest of each table that decides whether there is a new edition, without the columns that change from day to day
-- while nothing happens: dates of observation and confirmation, captures of the same rows, and forecasts from a new
-- origin. `whole_row` is the whole row: a column of that name would take its place, and there is none.
WITH line AS (
    SELECT 'out_verdict' AS table_name, true AS is_answer, whole_row::VARCHAR AS text
    FROM (
        SELECT * EXCLUDE (
            as_of, p_1y, p_3y, p_5y, p_level_1y, p_level_3y, p_level_5y, date_p10, date_p50, date_p90,
            explanation, now_last_confirmed_on
        )
        FROM out_verdict
    ) AS whole_row
    UNION ALL
    SELECT 'out_frontier', true, whole_row::VARCHAR
    FROM (
        SELECT bar, workload, valid_from, valid_to, usd_per_query, provider, model_id, provider_model_id, is_stale
        FROM out_frontier
    ) AS whole_row
    UNION ALL
    SELECT 'out_price_point', true, whole_row::VARCHAR
    FROM (
        SELECT application, bar, workload, status, viable_on, holds_now, budget_usd, usd_per_task FROM out_price_point
    ) AS whole_row
    UNION ALL
    SELECT 'out_claim', true, whole_row::VARCHAR
    FROM (SELECT claim_id, claim, claimed_low, claimed_high, verdict FROM out_claim) AS whole_row
    UNION ALL
    SELECT 'out_price_history', false, whole_row::VARCHAR
    FROM (SELECT * EXCLUDE (observed_at, last_confirmed_on, capture_sha256) FROM out_price_history) AS whole_row
    UNION ALL
    SELECT 'core_score', false, whole_row::VARCHAR
    FROM (SELECT COLUMNS(name -> name <> 'capture_sha256') FROM core_score) AS whole_row
    UNION ALL
    SELECT 'core_search_cost', false, whole_row::VARCHAR
    FROM (SELECT COLUMNS(name -> name <> 'capture_sha256') FROM core_search_cost) AS whole_row
    UNION ALL
    SELECT 'core_workload', false, whole_row::VARCHAR
    FROM (SELECT COLUMNS(name -> name <> 'capture_sha256') FROM core_workload) AS whole_row
    UNION ALL
    SELECT 'core_model', false, whole_row::VARCHAR
    FROM (SELECT COLUMNS(name -> name <> 'capture_sha256') FROM core_model) AS whole_row
    UNION ALL
    SELECT 'core_hardware_result', false, whole_row::VARCHAR
    FROM (SELECT COLUMNS(name -> name <> 'capture_sha256') FROM core_hardware_result) AS whole_row
    UNION ALL
    SELECT 'core_rental_price', false, whole_row::VARCHAR
    FROM (SELECT COLUMNS(name -> name <> 'capture_sha256') FROM core_rental_price) AS whole_row
)
SELECT
    table_name,
    bool_or(is_answer) AS is_answer,
    sha256(string_agg(text, chr(10) ORDER BY text)) AS digest
FROM line
GROUP BY table_name
ORDER BY table_name
