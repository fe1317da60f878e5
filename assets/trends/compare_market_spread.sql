-- How far apart the sellers of one open model stand, and what open and closed models cost at the same bar, by month end.
WITH month_end AS (
    SELECT least(last_day(month::DATE), $as_of::DATE) AS date
    FROM generate_series(DATE '2023-01-01', date_trunc('month', $as_of::DATE), INTERVAL 1 MONTH) AS months (month)
),
offer AS (
    SELECT
        member.bar,
        workload.workload,
        month_end.date,
        price.model_id,
        price.provider,
        model.open_weights,
        min(
            token_micro_usd(
                workload.input_tokens, workload.cached_input_tokens, workload.output_tokens,
                price.input_usd_per_mtok, price.cached_input_usd_per_mtok, price.output_usd_per_mtok
            ) * 0.000001
        )::DECIMAL(18, 12) AS usd_per_query
    FROM month_end
    INNER JOIN out_price_history AS price
        ON price.valid_from <= month_end.date
        AND (price.valid_to IS NULL OR price.valid_to > month_end.date)
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    INNER JOIN core_bar_member AS member ON member.model_id = price.model_id AND member.bound = 'central'
    INNER JOIN core_workload AS workload ON workload.workload = $workload
    WHERE price.tier = 'standard'
      AND NOT model.reasoning
      AND price.input_usd_per_mtok IS NOT NULL
      AND price.output_usd_per_mtok IS NOT NULL
    GROUP BY ALL
),
closed AS (
    SELECT bar, workload, date, min(usd_per_query) AS cheapest_closed_usd_per_query
    FROM offer
    WHERE NOT open_weights
    GROUP BY bar, workload, date
),
opened AS (
    SELECT
        bar,
        workload,
        date,
        model_id,
        count(*) AS sellers,
        min(usd_per_query) AS lowest_usd_per_query,
        median(usd_per_query)::DECIMAL(18, 12) AS median_usd_per_query,
        max(usd_per_query) AS highest_usd_per_query
    FROM offer
    WHERE open_weights
    GROUP BY bar, workload, date, model_id
)
SELECT
    opened.*,
    (opened.highest_usd_per_query / opened.lowest_usd_per_query)::DOUBLE AS spread_ratio,
    min(opened.lowest_usd_per_query) OVER at_bar AS cheapest_open_usd_per_query,
    closed.cheapest_closed_usd_per_query,
    (min(opened.lowest_usd_per_query) OVER at_bar / closed.cheapest_closed_usd_per_query)::DOUBLE AS open_over_closed
FROM opened
LEFT JOIN closed USING (bar, workload, date)
WINDOW at_bar AS (PARTITION BY opened.bar, opened.workload, opened.date)
ORDER BY opened.bar, opened.date, opened.model_id
