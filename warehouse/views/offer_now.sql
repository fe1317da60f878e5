-- The offers that qualify for each bar and workload today, the cheapest first.
CREATE OR REPLACE VIEW offer_now AS
SELECT
    member.bar,
    offer.workload,
    row_number() OVER (
        PARTITION BY member.bar, offer.workload
        ORDER BY offer.usd_per_query, offer.provider = 'openrouter', offer.provider, offer.provider_model_id
    ) AS rank,
    offer.usd_per_query,
    offer.provider,
    offer.model_id,
    offer.provider_model_id,
    offer.last_confirmed_on,
    offer.is_stale,
    offer.context_tokens,
    member.score,
    member.score_effort
FROM internal._offer_cost AS offer
INNER JOIN core_workload AS workload ON workload.workload = offer.workload
INNER JOIN core_bar_member AS member
    ON member.model_id = offer.model_id
    AND member.answered_by = offer.answered_by
    AND member.bound = 'central'
INNER JOIN internal._as_of AS published
    ON offer.valid_from <= published.as_of
    AND (offer.valid_to IS NULL OR offer.valid_to > published.as_of)
ORDER BY member.bar, offer.workload, rank;
