-- Every change with the inputs of its check: the size of an open model; how many independent families of sources showed
-- the same price of the same model at the same seller within $days days, exactly and within $same of it; and for a price
-- of a seller's own list what else its pages show: the same price on other pages or other parts of the page, the price of
-- another tier of the same capture, a different price on the twin of the page. An offer whose model is not known is
-- checked as the only offer of a model of its own.
WITH claim AS (
    SELECT
        *,
        observed_at::DATE AS observed_on,
        starts_with(source, 'page/') AS is_page,
        regexp_replace(source, '\.md(\.txt)?$', '') AS page,
        CASE WHEN witness IS NULL THEN 1 ELSE len(string_split(witness, '+')) END AS parts
    FROM _price_change
),
pair AS (
    SELECT
        claim.change_id,
        other.source,
        other.family,
        other.family <> claim.family AS is_independent,
        other.is_page AND claim.is_page AND other.source <> claim.source AS is_other_page,
        other.input_usd_per_mtok = claim.input_usd_per_mtok AND other.output_usd_per_mtok = claim.output_usd_per_mtok
            AS is_same,
        greatest(other.observed_on, claim.observed_on) AS agreed_on,
        other.observed_on <= claim.last_seen_on AND other.last_seen_on >= claim.observed_on AS is_at_the_same_time
    FROM claim
    INNER JOIN claim AS other
        ON other.provider = claim.provider
        AND other.model_id IS NOT DISTINCT FROM claim.model_id
        AND (claim.model_id IS NOT NULL OR other.provider_model_id = claim.provider_model_id)
        AND other.tier = claim.tier
        AND other.context_from_tokens IS NOT DISTINCT FROM claim.context_from_tokens
        AND abs(other.input_usd_per_mtok - claim.input_usd_per_mtok) <= claim.input_usd_per_mtok * $same
        AND abs(other.output_usd_per_mtok - claim.output_usd_per_mtok) <= claim.output_usd_per_mtok * $same
        AND other.valid_from <= claim.valid_from + $days
        AND greatest(other.valid_from, other.confirmed_at::DATE) >= claim.valid_from - $days
),
agreed AS (
    SELECT
        change_id,
        count(DISTINCT family) FILTER (is_same) AS families,
        count(DISTINCT family) AS close_families,
        count(DISTINCT source) FILTER (is_other_page AND is_at_the_same_time) AS other_pages,
        min(agreed_on) FILTER (is_independent OR (is_other_page AND is_at_the_same_time)) AS agreed_on
    FROM pair
    GROUP BY change_id
),
twin AS (
    SELECT claim.change_id, other.input_usd_per_mtok, other.output_usd_per_mtok
    FROM claim
    INNER JOIN claim AS other
        ON other.source = claim.source
        AND other.provider = claim.provider
        AND other.provider_model_id = claim.provider_model_id
        AND other.context_from_tokens IS NOT DISTINCT FROM claim.context_from_tokens
        AND other.observed_at <= claim.observed_at
        AND CASE
            WHEN claim.tier IN ('standard', 'long-context') THEN other.tier IN ('batch', 'flex')
            ELSE other.tier IN ('standard', 'long-context')
        END
    WHERE claim.is_page
    QUALIFY row_number() OVER (
        PARTITION BY claim.change_id ORDER BY other.observed_at DESC, other.tier, other.change_id DESC) = 1
),
rival AS (
    SELECT claim.change_id, other.source || ' shows ' || coalesce(other.quote, 'another price') AS contradicted_by
    FROM claim
    INNER JOIN claim AS other
        ON other.page = claim.page
        AND other.source <> claim.source
        AND other.provider = claim.provider
        AND other.provider_model_id = claim.provider_model_id
        AND other.tier = claim.tier
        AND other.currency = claim.currency
        AND other.context_from_tokens IS NOT DISTINCT FROM claim.context_from_tokens
        AND other.observed_on <= claim.observed_on
        AND other.last_seen_on >= claim.observed_on
        AND (
            abs(other.input_usd_per_mtok - claim.input_usd_per_mtok) > claim.input_usd_per_mtok * $same
            OR abs(other.output_usd_per_mtok - claim.output_usd_per_mtok) > claim.output_usd_per_mtok * $same)
    WHERE claim.is_page
    QUALIFY row_number() OVER (PARTITION BY claim.change_id ORDER BY other.observed_at DESC, other.change_id) = 1
),
lost AS (
    SELECT claim.change_id, min(gone.last_captured_at::DATE) AS still_named_on
    FROM claim
    INNER JOIN _lost_offer AS gone
        ON gone.source = claim.source
        AND gone.provider = claim.provider
        AND (gone.model_id = claim.model_id OR (claim.model_id IS NULL AND gone.model = claim.provider_model_id))
        AND gone.tier = claim.tier
        AND gone.lost_on <= claim.valid_from
    WHERE gone.is_named AND claim.input_usd_per_mtok IS NULL AND claim.date_basis = 'observed'
    GROUP BY claim.change_id
),
again AS (
    SELECT claim.change_id, min(capture.captured_at::DATE) AS seen_again_on
    FROM claim
    INNER JOIN raw_page_capture AS capture
        ON capture.source = claim.source
        AND capture.counts
        AND capture.captured_at::DATE > claim.observed_on
        AND capture.captured_at::DATE <= claim.last_seen_on
    GROUP BY claim.change_id
)
SELECT
    claim.change_id,
    claim.provider,
    coalesce(claim.model_id, claim.provider || '/' || claim.provider_model_id) AS model_id,
    claim.provider_model_id,
    claim.tier,
    claim.context_from_tokens,
    claim.input_usd_per_mtok,
    claim.cached_input_usd_per_mtok,
    claim.output_usd_per_mtok,
    claim.valid_from,
    claim.trust,
    model.active_params_b,
    greatest(claim.n_sources, coalesce(agreed.families, 0))::INTEGER AS n_sources,
    greatest(claim.n_sources, coalesce(agreed.close_families, 0))::INTEGER AS n_close,
    (claim.parts + coalesce(agreed.other_pages, 0))::INTEGER AS n_witnesses,
    claim.observed_on,
    again.seen_again_on,
    agreed.agreed_on,
    twin.input_usd_per_mtok AS twin_input_usd_per_mtok,
    twin.output_usd_per_mtok AS twin_output_usd_per_mtok,
    rival.contradicted_by,
    lost.still_named_on
FROM claim
LEFT JOIN core_model AS model ON model.model_id = claim.model_id
LEFT JOIN agreed ON agreed.change_id = claim.change_id
LEFT JOIN twin ON twin.change_id = claim.change_id
LEFT JOIN rival ON rival.change_id = claim.change_id
LEFT JOIN lost ON lost.change_id = claim.change_id
LEFT JOIN again ON again.change_id = claim.change_id
ORDER BY claim.change_id
