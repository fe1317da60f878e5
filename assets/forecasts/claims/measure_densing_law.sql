-- Times fewer parameters a year for the same score: the first open model that qualified for a bar over the smallest one
-- by the claim (2025-11-20), over the bars with an open model for 300 days. Sizes are total parameters.
WITH model AS (
    SELECT DISTINCT member.bar, model.model_id, model.released_on, model.total_params_b
    FROM core_bar_member AS member
    INNER JOIN core_model AS model ON model.model_id = member.model_id
    WHERE member.bound = 'central'
      AND model.open_weights
      AND model.total_params_b IS NOT NULL
      AND model.released_on <= DATE '2025-11-20'
),
span AS (
    SELECT
        bar,
        count(*) AS models,
        arg_min(total_params_b, (released_on, total_params_b)) AS first_b,
        min(total_params_b) AS smallest_b,
        date_diff('day', min(released_on), DATE '2025-11-20') AS days
    FROM model
    GROUP BY bar
    HAVING date_diff('day', min(released_on), DATE '2025-11-20') >= 300
),
rate AS (
    SELECT *, pow(first_b / smallest_b, 365.25 / days) AS factor_per_year FROM span
)
SELECT
    exp(avg(ln(factor_per_year))) AS measured,
    min(factor_per_year) AS low,
    max(factor_per_year) AS high,
    NULL AS interval_level,
    (SELECT count(DISTINCT model_id) FROM model) AS n,
    format(
        'Geometric mean of {} bars: {}. Few small models have a score on our benchmarks, so this is a lower bound.',
        count(*),
        string_agg(
            format('{} from {:.1f} to {:.1f} billion', bar, first_b, smallest_b), ', ' ORDER BY factor_per_year, bar
        )
    ) AS evidence
FROM rate
HAVING count(*) > 0
