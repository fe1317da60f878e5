-- The histories of _known_history, one for each day of news, merged: a price that the next day of news did not change is
-- one row, known from the first of these days until the first day on which it was no longer what was known.
WITH news AS (
    SELECT
        *,
        row_number() OVER offer AS number,
        lead(known_from) OVER offer AS known_to
    FROM (
        SELECT DISTINCT
            provider,
            model_id,
            provider_model_id.id AS provider_model_id,
            tier,
            context_from_tokens,
            provider_model_id.known_from AS known_from
        FROM core_price_observation
    )
    WINDOW offer AS (
        PARTITION BY provider, model_id, provider_model_id, tier, context_from_tokens ORDER BY known_from)
),
known AS (
    SELECT
        news.number,
        news.known_from,
        news.known_to,
        history.* REPLACE (
            news.provider_model_id AS provider_model_id,
            CASE WHEN history.valid_to <= $no_end::DATE THEN history.valid_to END AS valid_to,
            CASE WHEN history.valid_to <= $no_end::DATE THEN history.ended_by END AS ended_by)
    FROM _known_history AS history
    INNER JOIN news
        ON news.provider = history.provider
        AND news.model_id IS NOT DISTINCT FROM history.model_id
        AND news.provider_model_id = history.provider_model_id.id
        AND news.tier = history.tier
        AND news.context_from_tokens IS NOT DISTINCT FROM history.context_from_tokens
        AND news.known_from = history.provider_model_id.known_from
    WHERE history.valid_from <= $no_end::DATE
),
-- Rows of consecutive days of news have the same difference of the two numbers.
run_of_days AS (
    SELECT
        *,
        number - row_number() OVER (
            PARTITION BY
                provider, model_id, provider_model_id, tier, context_from_tokens, input_usd_per_mtok,
                cached_input_usd_per_mtok, output_usd_per_mtok, valid_from, valid_to, ended_by, observed_at, date_basis,
                n_sources, source, source_url, capture_sha256
            ORDER BY number
        ) AS run
    FROM known
)
SELECT
    md5_number_lower(model) AS model_number,
    * EXCLUDE (run),
    coalesce(valid_to, DATE '9999-12-31') AS valid_before,
    coalesce(known_to, DATE '9999-12-31') AS known_before,
    valid_from <= $as_of AND (valid_to IS NULL OR valid_to > $as_of) AS in_force,
    coalesce(context_from_tokens, 0) = min(coalesce(context_from_tokens, 0)) OVER (
        PARTITION BY provider, model_id, provider_model_id, tier
    ) AS is_lowest_band
FROM (
    SELECT
        run,
        coalesce(model_id, provider_model_id) AS model,
        provider,
        model_id,
        provider_model_id,
        tier,
        context_from_tokens,
        input_usd_per_mtok,
        cached_input_usd_per_mtok,
        output_usd_per_mtok,
        valid_from,
        valid_to,
        ended_by,
        min(known_from) AS known_from,
        CASE WHEN bool_or(known_to IS NULL) THEN NULL ELSE max(known_to) END AS known_to,
        observed_at,
        max(last_confirmed_on) AS last_confirmed_on,
        date_basis,
        n_sources,
        source,
        source_url,
        capture_sha256
    FROM run_of_days
    GROUP BY ALL
)
ORDER BY model_number, model, provider, provider_model_id, tier, context_from_tokens, valid_from, known_from
