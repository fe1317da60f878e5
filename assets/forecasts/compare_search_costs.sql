-- The cost of the cheapest answer and of each search at the end of each month, and their ratio. A target moves from one
-- dated cost to the next; a withdrawn one keeps its last cost as a reference, with the date of its withdrawal.
WITH step AS (
    SELECT
        target,
        kind,
        usd_per_query,
        usd_per_query_low,
        usd_per_query_high,
        valid_from,
        lead(valid_from) OVER same AS next_from,
        CASE WHEN lead(valid_from) OVER same IS NULL THEN valid_to END AS ended_on
    FROM core_search_cost
    WHERE valid_from <= $as_of
    WINDOW same AS (PARTITION BY target, kind ORDER BY valid_from)
)
SELECT
    answer.bar,
    answer.workload,
    step.target,
    step.kind,
    answer.date,
    answer.usd_per_query AS answer_usd_per_query,
    step.usd_per_query AS search_usd_per_query,
    step.usd_per_query_low AS search_usd_per_query_low,
    step.usd_per_query_high AS search_usd_per_query_high,
    step.valid_from AS search_valid_from,
    CASE WHEN step.ended_on <= answer.date THEN step.ended_on END AS search_ended_on,
    log10(answer.usd_per_query::DOUBLE / step.usd_per_query::DOUBLE) AS log10_gap
FROM out_monthly_cost AS answer
INNER JOIN step
    ON step.valid_from <= answer.date
    AND coalesce(step.next_from, DATE '9999-12-31') > answer.date
WHERE answer.bar LIKE '%>=' || $level
ORDER BY answer.bar, answer.workload, step.target, step.kind, answer.date
