"""What must hold of forecasts and verdicts."""

from assets.rules import Rule, unique_key

RULES = (
    unique_key("out_forecast", "bar", "workload", "method", "date", "quantile"),
    Rule(
        "out_forecast",
        "quantiles_increase",
        "a higher quantile is not cheaper",
        """SELECT bar, workload, method, date, quantile FROM out_forecast
           QUALIFY usd_per_query > lead(usd_per_query) OVER (
               PARTITION BY bar, workload, method, date ORDER BY quantile)""",
    ),
    unique_key("out_crossing", "bar", "workload", "target", "method", "date"),
    Rule(
        "out_crossing",
        "probabilities_are_probabilities",
        "0 <= P(level) <= P(first passage) <= 1",
        """SELECT bar, workload, target, method, date, p_level, p_first_passage FROM out_crossing
           WHERE NOT (0 <= p_level AND p_level <= p_first_passage AND p_first_passage <= 1)""",
    ),
    Rule(
        "out_crossing",
        "first_passage_never_falls",
        "the probability of having crossed never falls",
        """SELECT bar, workload, target, method, date FROM out_crossing
           QUALIFY p_first_passage > lead(p_first_passage) OVER (
               PARTITION BY bar, workload, target, method ORDER BY date)""",
    ),
    Rule(
        "out_verdict",
        "verdicts_agree_with_themselves",
        "crossed has a date on or before the as-of date and a ratio up to 1; not crossed has neither",
        """SELECT bar, workload, target, status, crossed_on, ratio FROM out_verdict
           WHERE (status = 'crossed') IS DISTINCT FROM (crossed_on IS NOT NULL AND crossed_on <= as_of AND ratio <= 1)
              OR (status = 'not_crossed' AND holds_now)""",
    ),
    Rule(
        "out_sensitivity",
        "differences_are_from_the_full_data",
        "what is from all data differs from itself by nothing, and chances grow with the years",
        """SELECT kind, what, workload, target, method FROM out_sensitivity
           WHERE (what = 'all' AND coalesce(delta_p_1y, 0) <> 0)
              OR NOT (0 <= p_1y AND p_1y <= p_3y AND p_3y <= p_5y)""",
    ),
)
