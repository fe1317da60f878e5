"""What must hold of the frontier and of trends."""

from assets.rules import Rule, not_empty, unique_key

RULES = (
    not_empty("out_frontier", blocking=False),
    Rule(
        "out_frontier",
        "cost_is_of_one_offer",
        "a frontier cost is the tokens times the prices of its own offer, plus its searches",
        """SELECT bar, workload, valid_from, step.usd_per_query
           FROM out_frontier AS step INNER JOIN core_workload AS w USING (workload)
           WHERE abs(
               step.usd_per_query
               - (w.input_tokens * step.input_usd_per_mtok
                  + w.cached_input_tokens * coalesce(step.cached_input_usd_per_mtok, 0)
                  + w.output_tokens * step.output_usd_per_mtok) * 0.000001
               - w.searches * coalesce(step.search_usd_per_query, 0)) > 0.000000000001""",
    ),
    Rule(
        "out_frontier",
        "runner_up_is_not_cheaper",
        "the runner-up costs at least as much",
        "SELECT bar, workload, valid_from FROM out_frontier WHERE runner_up_usd_per_query < usd_per_query",
    ),
    Rule(
        "out_frontier",
        "intervals_do_not_overlap",
        "one step at a time",
        """SELECT bar, workload, valid_from FROM out_frontier
           QUALIFY valid_to > lead(valid_from) OVER (PARTITION BY bar, workload ORDER BY valid_from)""",
    ),
    Rule(
        "out_frontier",
        "steps_trace_to_a_capture",
        "every step names a capture that is kept",
        "SELECT bar, workload, valid_from FROM out_frontier "
        "WHERE capture_sha256 NOT IN (SELECT capture_sha256 FROM raw_capture)",
    ),
    Rule(
        "out_frontier",
        "no_jumps_over_5x",
        "no step moves the frontier more than five times",
        """SELECT bar, workload, valid_from, before, usd_per_query
           FROM (SELECT *, lag(usd_per_query) OVER (PARTITION BY bar, workload ORDER BY valid_from) AS before
                 FROM out_frontier)
           WHERE greatest(before / usd_per_query, usd_per_query / before) > 5""",
        blocking=False,
    ),
    unique_key("out_backtest", "bar", "workload", "method", "origin", "horizon_months"),
    Rule(
        "out_backtest",
        "scored_after_the_origin",
        "a forecast is scored on a later day, up to the as-of date, and a narrower interval lies within a wider one",
        """SELECT bar, workload, method, origin, horizon_months FROM out_backtest
           WHERE target_date <= origin OR crps < 0 OR pit NOT BETWEEN 0 AND 1 OR in_50 > in_80 OR in_80 > in_95""",
    ),
    Rule(
        "out_trend",
        "rate_is_in_its_interval",
        "a rate is positive and lies within its own interval",
        """SELECT bar, workload, method, span, low, factor_per_year, high FROM out_trend
           WHERE factor_per_year <= 0 OR factor_per_year < low OR factor_per_year > high""",
    ),
)
