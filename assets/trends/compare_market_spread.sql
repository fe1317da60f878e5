-- The spread of prices among the sellers of one open model, and the cost of open and closed models at the same bar, by
-- month end.
WITH month_end AS (
    SELECT least(last_day(month::DATE), $as_of::DATE) AS date
    FROM generate_series(DATE '2023-01-01', date_trunc('month', $as_of::DATE), INTERVAL 1 MONTH) AS months (month)
),
offer AS (
    SELECT
        member.bar,
        offer.workload,
        month_end.date,
        offer.model_id,
        offer.provider,
        model.open_weights,
        min(offer.token_usd) AS usd_per_query
    FROM month_end
    INNER JOIN _offer_cost AS offer
        ON offer.valid_from <= month_end.date
        AND (offer.valid_to IS NULL OR offer.valid_to > month_end.date)
    INNER JOIN core_model AS model ON model.model_id = offer.model_id
    INNER JOIN core_bar_member AS member
        ON member.model_id = offer.model_id
        AND member.answered_by = offer.answered_by
        AND member.bound = 'central'
    WHERE offer.workload = $workload
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
