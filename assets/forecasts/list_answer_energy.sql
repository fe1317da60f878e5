-- The energy of an answer: every published figure, and our own estimate for the cheapest qualifying model on sale whose
-- throughput is known: rated power of an accelerator over its output tokens per second, times the output tokens of an
-- answer, over the share of all energy that accelerators take. The estimate is the median over accelerators at 40%
-- utilisation; its range goes from the best accelerator at 60% to the worst at 20%.
WITH search AS (
    SELECT energy.subject, energy.source_url
    FROM core_search_estimate AS estimate
    INNER JOIN core_energy_per_query AS energy ON energy.subject = estimate.energy_subject
    WHERE estimate.target = $target AND estimate.variant = $variant
),
throughput AS (
    SELECT DISTINCT
        speed.model_id,
        speed.accelerator,
        speed.utilisation,
        speed.date,
        accelerator.tdp_w / speed.tokens_per_s / 3600 AS watt_hours_per_token
    FROM out_serving_cost AS speed
    INNER JOIN core_accelerator AS accelerator ON accelerator.accelerator_id = speed.accelerator
    WHERE speed.scenario = 'server' AND speed.statistic = 'median' AND accelerator.tdp_w IS NOT NULL
    QUALIFY speed.date = max(speed.date) OVER (PARTITION BY speed.model_id)
),
served AS (
    SELECT
        model_id,
        max(date) AS date,
        median(watt_hours_per_token) FILTER (WHERE utilisation = 0.4) AS middle,
        min(watt_hours_per_token) FILTER (WHERE utilisation = 0.6) AS low,
        max(watt_hours_per_token) FILTER (WHERE utilisation = 0.2) AS high
    FROM throughput
    GROUP BY model_id
),
cheapest AS (
    SELECT offer.model_id
    FROM _offer_cost AS offer
    INNER JOIN core_bar_member AS member
        ON member.model_id = offer.model_id
        AND member.answered_by = offer.answered_by
        AND member.bar = $bar
        AND member.bound = 'central'
    INNER JOIN served ON served.model_id = offer.model_id AND served.middle IS NOT NULL
    WHERE offer.workload = $workload
      AND offer.valid_from <= $as_of
      AND (offer.valid_to IS NULL OR offer.valid_to > $as_of)
    ORDER BY offer.usd_per_query, offer.model_id
    LIMIT 1
),
share AS (
    SELECT accelerator_share, source_url
    FROM core_energy_per_query
    WHERE accelerator_share IS NOT NULL
    ORDER BY published_on DESC, subject
    LIMIT 1
)
SELECT
    energy.subject,
    energy.label,
    energy.watt_hours::DOUBLE AS watt_hours,
    energy.low::DOUBLE AS low,
    energy.high::DOUBLE AS high,
    NULL AS model_id,
    energy.covers,
    energy.published_on,
    energy.quality,
    energy.source_url,
    search.source_url AS search_source_url
FROM core_energy_per_query AS energy
CROSS JOIN search
WHERE energy.subject <> search.subject
UNION ALL BY NAME
SELECT
    'own-estimate' AS subject,
    'a chat answer of ' || model.name || ' by our estimate' AS label,
    workload.output_tokens * served.middle / share.accelerator_share AS watt_hours,
    workload.output_tokens * served.low / share.accelerator_share AS low,
    workload.output_tokens * served.high / share.accelerator_share AS high,
    cheapest.model_id,
    'accelerators at their rated power, over their share of all energy; questions as long as in the benchmark' AS covers,
    served.date AS published_on,
    'derived' AS quality,
    share.source_url,
    search.source_url AS search_source_url
FROM cheapest
INNER JOIN served ON served.model_id = cheapest.model_id
INNER JOIN core_model AS model ON model.model_id = cheapest.model_id
INNER JOIN core_workload AS workload ON workload.workload = $workload
CROSS JOIN share
CROSS JOIN search
ORDER BY subject
