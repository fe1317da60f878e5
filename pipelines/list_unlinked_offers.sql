-- Offers whose model is not known, the most important first: how many bars would have them among their $places cheapest
-- offers if the model qualified, how many independent sources show them, and the cost of one answer. Candidates are models
-- with words in common: proposals, which count for nothing until a row of model_links.csv accepts one.
WITH latest AS (
    SELECT *
    FROM core_price_observation
    WHERE model_id IS NULL AND tier = 'standard' AND coalesce(context_from_tokens, 0) = 0
    QUALIFY row_number() OVER (
        PARTITION BY source, provider, provider_model_id ORDER BY valid_from DESC, observed_at DESC, input_usd_per_mtok
    ) = 1
),
unlinked AS (
    SELECT
        provider,
        provider_model_id,
        arg_min(input_usd_per_mtok, (trust, source)) AS input_usd_per_mtok,
        arg_min(output_usd_per_mtok, (trust, source)) AS output_usd_per_mtok,
        arg_min(cached_input_usd_per_mtok, (trust, source)) AS cached_input_usd_per_mtok,
        count(DISTINCT family) AS n_sources,
        max(last_seen_on) AS last_seen_on,
        arg_min(source_url, (trust, source)) AS source_url
    FROM latest
    WHERE input_usd_per_mtok IS NOT NULL
    GROUP BY provider, provider_model_id
),
costed AS (
    SELECT
        unlinked.*,
        (
            token_micro_usd(
                workload.input_tokens, workload.cached_input_tokens, workload.output_tokens,
                unlinked.input_usd_per_mtok, unlinked.cached_input_usd_per_mtok, unlinked.output_usd_per_mtok
            ) * 0.000001
        )::DECIMAL(18, 12) AS usd_per_query
    FROM unlinked
    INNER JOIN core_workload AS workload ON workload.workload = $workload
),
place AS (
    SELECT provider, provider_model_id, count(*) AS bars
    FROM (
        SELECT costed.provider, costed.provider_model_id, offer.bar
        FROM costed
        INNER JOIN offer_now AS offer ON offer.workload = $workload
        GROUP BY costed.provider, costed.provider_model_id, costed.usd_per_query, offer.bar
        HAVING count(*) FILTER (offer.usd_per_query < costed.usd_per_query) < $places
    )
    GROUP BY provider, provider_model_id
),
worded AS (
    SELECT
        provider,
        provider_model_id,
        list_distinct(regexp_extract_all(lower(provider_model_id), '[a-z]+|[0-9.]+[a-z]*')) AS words
    FROM costed
),
model AS (
    SELECT model_id, list_distinct(regexp_extract_all(lower(model_id), '[a-z]+|[0-9.]+[a-z]*')) AS words FROM core_model
),
candidate AS (
    SELECT
        provider, provider_model_id, model_id,
        len(list_intersect(worded.words, model.words)) / len(list_distinct(list_concat(worded.words, model.words))) AS alike
    FROM worded
    CROSS JOIN model
    WHERE alike >= 0.4
    QUALIFY row_number() OVER (PARTITION BY provider, provider_model_id ORDER BY alike DESC, model_id) <= 3
),
proposal AS (
    SELECT provider, provider_model_id, string_agg(model_id, ', ' ORDER BY alike DESC, model_id) AS candidates
    FROM candidate
    GROUP BY provider, provider_model_id
)
SELECT
    costed.provider,
    costed.provider_model_id,
    costed.input_usd_per_mtok,
    costed.output_usd_per_mtok,
    costed.usd_per_query,
    coalesce(place.bars, 0) AS bars,
    costed.n_sources,
    costed.last_seen_on,
    proposal.candidates,
    costed.source_url
FROM costed
LEFT JOIN place USING (provider, provider_model_id)
LEFT JOIN proposal USING (provider, provider_model_id)
ORDER BY bars DESC, n_sources DESC, usd_per_query, provider, provider_model_id
