-- The cost of one use of every application at each date and bar: of the cheapest offer, or for an ensemble the mean of
-- the cheapest offers of as many organizations, each of which serves an equal share of the tokens.
WITH wanted AS (
    SELECT application, models, unnest(string_split(bars, ';')) AS bar
    FROM core_application
),
standing AS (
    SELECT
        wanted.application,
        wanted.bar,
        wanted.models,
        offer.*,
        CASE offer.answered_by WHEN 'any' THEN model.reasoning ELSE offer.answered_by = 'reasoning' END AS reasoning,
        coalesce(model.organization, offer.model_id) AS organization,
        row_number() OVER (
            PARTITION BY wanted.application, wanted.bar
            ORDER BY offer.usd_per_query, offer.provider = 'openrouter', offer.provider, offer.provider_model_id
        ) AS place
    FROM wanted
    INNER JOIN core_bar_member AS member ON member.bar = wanted.bar AND member.bound = 'central'
    INNER JOIN _offer_cost AS offer
        ON offer.workload = wanted.application
        AND offer.answered_by = member.answered_by
        AND offer.model_id = member.model_id
    INNER JOIN core_model AS model ON model.model_id = offer.model_id
),
moment AS (
    SELECT application, bar, day, lead(day) OVER (PARTITION BY application, bar ORDER BY day) AS next_day
    FROM (
        SELECT DISTINCT application, bar, day
        FROM (SELECT application, bar, unnest([valid_from, valid_to]) AS day FROM standing)
        WHERE day <= $as_of
    )
),
-- A single answer comes from any model, an ensemble from one model of each organization.
cheapest AS (
    SELECT
        moment.application,
        moment.bar,
        moment.day,
        moment.next_day,
        min(standing.place) AS place
    FROM moment
    INNER JOIN standing
        ON standing.application = moment.application
        AND standing.bar = moment.bar
        AND standing.valid_from <= moment.day
        AND (standing.valid_to IS NULL OR standing.valid_to > moment.day)
    GROUP BY
        moment.application,
        moment.bar,
        moment.day,
        moment.next_day,
        CASE WHEN standing.models > 1 THEN standing.organization END
),
chosen AS (
    SELECT cheapest.day, cheapest.next_day, standing.*
    FROM cheapest
    INNER JOIN standing USING (application, bar, place)
    QUALIFY row_number() OVER (PARTITION BY application, bar, cheapest.day ORDER BY place) <= standing.models
),
cost AS (
    SELECT
        application,
        bar,
        day,
        next_day,
        -- Each offer is priced for all tokens of a use; of several models each serves an equal share.
        (sum(usd_per_query) / any_value(models))::DECIMAL(18, 12) AS usd_per_task,
        (sum(search_usd) / any_value(models))::DECIMAL(18, 12) AS search_usd,
        string_agg(model_id, ' + ' ORDER BY place) AS model_id,
        string_agg(provider, ' + ' ORDER BY place) AS provider,
        bool_or(reasoning) AS reasoning
    FROM chosen
    GROUP BY application, bar, day, next_day
    HAVING count(*) = any_value(models)
),
stepped AS (
    SELECT
        *,
        lag(next_day) OVER step = day
            AND lag(usd_per_task) OVER step = usd_per_task
            AND lag(model_id) OVER step = model_id
            AND lag(provider) OVER step = provider AS continues
    FROM cost
    WINDOW step AS (PARTITION BY application, bar ORDER BY day)
),
numbered AS (
    SELECT *, count(*) FILTER (WHERE continues IS NOT TRUE) OVER (PARTITION BY application, bar ORDER BY day) AS step
    FROM stepped
)
SELECT
    application,
    bar,
    min(day) AS valid_from,
    nullif(max(coalesce(next_day, DATE '9999-12-31')), DATE '9999-12-31') AS valid_to,
    any_value(usd_per_task) AS usd_per_task,
    arg_max(search_usd, day) AS search_usd,
    any_value(model_id) AS model_id,
    any_value(provider) AS provider,
    bool_or(reasoning) AS reasoning
FROM numbered
GROUP BY application, bar, step
ORDER BY application, bar, valid_from
