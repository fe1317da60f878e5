-- The day from which one use of an application costs no more than its budget: the first day of the first stretch of
-- $days days that ended by the as-of date and has neither a higher cost nor a gap. The budget is the amount paid today,
-- applied to all the past.
WITH step AS (
    SELECT
        cost.*,
        app.budget_usd,
        cost.usd_per_task <= app.budget_usd AS is_within,
        min(cost.valid_from) OVER (PARTITION BY cost.application, cost.bar) AS first_day,
        lag(cost.valid_to) OVER series = cost.valid_from
            AND lag(cost.usd_per_task <= app.budget_usd) OVER series = (cost.usd_per_task <= app.budget_usd) AS continues
    FROM _application_cost AS cost
    INNER JOIN core_application AS app ON app.application = cost.application
    WINDOW series AS (PARTITION BY cost.application, cost.bar ORDER BY cost.valid_from)
),
numbered AS (
    SELECT
        *,
        count(*) FILTER (WHERE continues IS NOT TRUE) OVER (PARTITION BY application, bar ORDER BY valid_from) AS stretch
    FROM step
),
stretch AS (
    SELECT
        application,
        bar,
        min(valid_from) AS since,
        max(coalesce(valid_to, $as_of::DATE)) - min(valid_from) AS days,
        bool_or(valid_to IS NULL) AS is_open,
        arg_min(model_id, valid_from) AS model_id,
        arg_min(provider, valid_from) AS provider,
        arg_min(usd_per_task, valid_from) AS usd_per_task
    FROM numbered
    WHERE is_within
    GROUP BY application, bar, stretch
),
viable AS (
    SELECT * FROM stretch
    WHERE days >= $days
    QUALIFY row_number() OVER (PARTITION BY application, bar ORDER BY since) = 1
)
SELECT
    app.application,
    present.bar,
    $as_of::DATE AS as_of,
    CASE WHEN viable.since IS NULL THEN 'not_viable' ELSE 'viable' END AS status,
    app.budget_usd,
    present.usd_per_task,
    round(present.usd_per_task::DOUBLE / app.budget_usd::DOUBLE, 6) AS ratio,
    round(app.calls * app.budget_usd::DOUBLE / present.usd_per_task::DOUBLE, 3) AS calls_per_budget,
    present.is_within AS holds_now,
    coalesce(running.days, 0) AS days_within_budget,
    viable.since AS viable_on,
    viable.model_id AS viable_model_id,
    viable.provider AS viable_provider,
    viable.usd_per_task AS viable_usd_per_task,
    coalesce(viable.since = present.first_day, false) AS below_at_first_comparison,
    present.model_id,
    present.provider,
    present.reasoning,
    present.search_usd,
    app.other_usd,
    app.budget_source,
    app.budget_quality,
    app.basis,
    app.quality,
    app.label,
    bar.label AS bar_label,
    row_number() OVER (ORDER BY app.position, bar.position) AS position
FROM step AS present
INNER JOIN core_application AS app ON app.application = present.application
INNER JOIN core_bar AS bar ON bar.bar = present.bar
LEFT JOIN stretch AS running
    ON running.application = present.application
    AND running.bar = present.bar
    AND running.is_open
LEFT JOIN viable ON viable.application = present.application AND viable.bar = present.bar
WHERE present.valid_to IS NULL
ORDER BY position
