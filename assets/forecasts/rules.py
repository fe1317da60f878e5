"""What must hold of forecasts and verdicts."""

from assets.data_rule import Rule, unique_key

RULES = (
    Rule(
        "core_application",
        "applications_name_bars",
        "every bar of an application is a bar",
        """SELECT application, bar FROM (
               SELECT application, unnest(string_split(bars, ';')) AS bar FROM core_application)
           WHERE bar NOT IN (SELECT bar FROM core_bar)""",
    ),
    Rule(
        "core_application",
        "applications_have_tokens",
        "every application reads and writes tokens",
        "SELECT application FROM core_application WHERE input_tokens = 0 OR output_tokens = 0",
    ),
    Rule(
        "_application_cost",
        "costs_of_applications_do_not_overlap",
        "one use has one cost at a time",
        """SELECT application, bar, valid_from FROM _application_cost
           QUALIFY valid_to > lead(valid_from) OVER (PARTITION BY application, bar ORDER BY valid_from)""",
    ),
    Rule(
        "out_price_point",
        "price_points_agree_with_themselves",
        "viable has a day on or before the as-of date and a cost within the budget; not viable has neither",
        """SELECT application, bar, status, viable_on, viable_usd_per_task FROM out_price_point
           WHERE (status = 'viable') IS DISTINCT FROM (
                     viable_on IS NOT NULL AND viable_on <= as_of AND viable_usd_per_task <= budget_usd)
              OR holds_now IS DISTINCT FROM (usd_per_task <= budget_usd)
              OR NOT (0 <= p_1y AND p_1y <= p_3y AND p_3y <= p_5y AND p_5y <= 1)""",
    ),
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
        "a crossing has a date on or before the as-of date and a ratio up to 1; not crossed has neither",
        """SELECT bar, workload, target, status, crossed_on, ratio FROM out_verdict
           WHERE status NOT IN ('crossed', 'crossed_before_first_look', 'not_crossed')
              OR (status = 'not_crossed') IS NOT DISTINCT FROM (
                  crossed_on IS NOT NULL AND crossed_on <= as_of AND ratio <= 1)
              OR (status = 'not_crossed' AND holds_now)""",
    ),
    Rule(
        "out_claim",
        "every_claim_is_measured_or_says_why_not",
        "a claim has a figure and the SQL behind it, or the reason why not",
        """SELECT claim_id, verdict, measured, reason FROM out_claim
           WHERE (verdict = 'not_measurable') IS DISTINCT FROM (measured IS NULL)
              OR (measured IS NULL) IS DISTINCT FROM (reason IS NOT NULL)
              OR (measured IS NOT NULL AND (measured_by IS NULL OR n IS NULL OR n < 1))""",
    ),
    Rule(
        "out_claim",
        "figures_lie_in_their_intervals",
        "our figure lies within its own interval",
        "SELECT claim_id, low, measured, high FROM out_claim WHERE measured < low OR measured > high",
    ),
    Rule(
        "out_verdict",
        "verdicts_are_explained",
        "every verdict has its explanation",
        "SELECT bar, workload, target FROM out_verdict WHERE explanation IS NULL",
    ),
    unique_key("out_search_gap", "bar", "workload", "target", "kind", "date"),
    unique_key("out_search_gap_forecast", "bar", "workload", "target", "kind", "date"),
    Rule(
        "out_search_gap_forecast",
        "gaps_and_their_chances_agree",
        "gaps increase with their quantile and 0 <= P(level) <= P(first passage) <= 1",
        """SELECT bar, workload, target, date FROM out_search_gap_forecast
           WHERE NOT (log10_gap_p10 <= log10_gap_p50 AND log10_gap_p50 <= log10_gap_p90
                      AND 0 <= p_level AND p_level <= p_first_passage AND p_first_passage <= 1
                      AND 0 <= p_level_still AND p_level_still <= p_first_passage_still
                      AND p_first_passage_still <= 1)""",
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
