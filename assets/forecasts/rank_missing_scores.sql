-- Models on sale that a bar cannot judge, at their cheapest offer today, beside the bar's frontier: what would change if the
-- model qualified. First the models that would change it; among these first those that pass other bars at the same level,
-- then those that fail none, then by how many times cheaper they are.
WITH on_sale AS (
    SELECT offer.*
    FROM _offer_cost AS offer
    INNER JOIN core_workload AS workload ON workload.workload = offer.workload
    WHERE offer.valid_from <= $as_of
      AND (offer.valid_to IS NULL OR offer.valid_to > $as_of)
    QUALIFY row_number() OVER (
        PARTITION BY offer.workload, offer.model_id
        ORDER BY offer.usd_per_query, offer.provider = 'openrouter', offer.provider, offer.provider_model_id
    ) = 1
),
compared AS (
    SELECT bar, answered_by, model_id, score >= threshold AS passes
    FROM _bar_judgement
    WHERE is_latest AND NOT any_effort
),
-- How a model does at the other bars whose level is that of the same reference model.
elsewhere AS (
    SELECT
        bar.bar,
        compared.answered_by,
        compared.model_id,
        count(*) FILTER (WHERE compared.passes) AS bars_passed,
        count(*) FILTER (WHERE NOT compared.passes) AS bars_failed,
        CASE WHEN bars_passed > bars_failed THEN 0 WHEN bars_failed = 0 THEN 1 ELSE 2 END AS standing
    FROM core_bar AS bar
    INNER JOIN core_bar AS other
        ON other.reference_model_id = bar.reference_model_id
        AND other.bar <> bar.bar
    INNER JOIN compared ON compared.bar = other.bar
    GROUP BY bar.bar, compared.answered_by, compared.model_id
),
scored AS (
    SELECT DISTINCT bar.bar, score.model_id
    FROM core_bar AS bar
    INNER JOIN core_score AS score
        ON score.benchmark = bar.benchmark
        AND score.scale = coalesce(bar.scale, score.scale)
),
frontier AS (
    SELECT bar, workload, min(usd_per_query) AS usd
    FROM out_frontier
    WHERE valid_from <= $as_of AND (valid_to IS NULL OR valid_to > $as_of)
    GROUP BY bar, workload
),
candidate AS (
    SELECT
        bar.bar,
        on_sale.*,
        frontier.usd AS frontier_usd,
        coalesce(on_sale.usd_per_query < frontier.usd, true) AS would_change,
        coalesce(elsewhere.bars_passed, 0) AS bars_passed,
        coalesce(elsewhere.bars_failed, 0) AS bars_failed,
        coalesce(elsewhere.standing, 1) AS standing,
        CASE
            WHEN scored.model_id IS NULL THEN 'no score'
            ELSE 'no score at the effort of the answer'
        END AS missing
    FROM core_bar AS bar
    CROSS JOIN on_sale
    ANTI JOIN compared
        ON compared.bar = bar.bar
        AND compared.answered_by = on_sale.answered_by
        AND compared.model_id = on_sale.model_id
    LEFT JOIN scored ON scored.bar = bar.bar AND scored.model_id = on_sale.model_id
    LEFT JOIN frontier ON frontier.bar = bar.bar AND frontier.workload = on_sale.workload
    LEFT JOIN elsewhere
        ON elsewhere.bar = bar.bar
        AND elsewhere.answered_by = on_sale.answered_by
        AND elsewhere.model_id = on_sale.model_id
),
-- Models on sale that the bar does judge: how those like a candidate did.
judged AS (
    SELECT
        compared.bar,
        on_sale.workload,
        on_sale.usd_per_query,
        compared.passes,
        coalesce(elsewhere.standing, 1) AS standing
    FROM compared
    INNER JOIN on_sale ON on_sale.model_id = compared.model_id AND on_sale.answered_by = compared.answered_by
    LEFT JOIN elsewhere
        ON elsewhere.bar = compared.bar
        AND elsewhere.answered_by = compared.answered_by
        AND elsewhere.model_id = compared.model_id
),
comparable AS (
    SELECT
        candidate.bar,
        candidate.workload,
        candidate.model_id,
        count(*) AS n,
        count(*) FILTER (WHERE judged.passes) AS n_passing
    FROM candidate
    INNER JOIN judged
        ON judged.bar = candidate.bar
        AND judged.workload = candidate.workload
        AND judged.standing = candidate.standing
        AND judged.usd_per_query BETWEEN candidate.usd_per_query / $like_times AND candidate.usd_per_query * $like_times
    GROUP BY candidate.bar, candidate.workload, candidate.model_id
)
SELECT
    bar,
    workload,
    $as_of::DATE AS as_of,
    row_number() OVER (
        PARTITION BY bar, workload
        ORDER BY
            would_change DESC,
            standing,
            usd_per_query,
            model_id
    ) AS rank,
    model_id,
    provider,
    provider_model_id,
    usd_per_query,
    frontier_usd AS frontier_usd_per_query,
    would_change,
    round((frontier_usd / usd_per_query)::DOUBLE, 6) AS times_cheaper,
    bars_passed,
    bars_failed,
    missing,
    last_confirmed_on,
    is_stale,
    coalesce(comparable.n, 0) AS n_comparable,
    -- The rule of succession: without a comparable model the chance is 1/2.
    (coalesce(comparable.n_passing, 0) + 1) / (coalesce(comparable.n, 0) + 2) AS p_qualifies
FROM candidate
LEFT JOIN comparable USING (bar, workload, model_id)
ORDER BY bar, workload, rank
