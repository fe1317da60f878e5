"""What must hold of the frontier and of trends."""

from assets.data_rule import Rule, not_empty, unique_key

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
                  + w.cached_input_tokens * coalesce(step.cached_input_usd_per_mtok, step.input_usd_per_mtok)
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
        "out_pool_weight",
        "weights_add_up",
        "the shares of the pool add up to 1 within 1e-9",
        "SELECT sum(weight) AS sum FROM out_pool_weight HAVING abs(sum(weight) - 1) > 1e-9",
    ),
    Rule(
        "out_trend",
        "rate_is_in_its_interval",
        "a rate is positive and lies within its own interval",
        """SELECT bar, workload, method, span, low, factor_per_year, high FROM out_trend
           WHERE factor_per_year <= 0 OR factor_per_year < low OR factor_per_year > high""",
    ),
    Rule(
        "out_driver",
        "drivers_add_up_to_what_was_observed",
        "the drivers and the residual add up to the observed change of log cost within 1e-9",
        """SELECT bar, workload, span, period_from, period_to, sum(coalesce(log_change, 0)) AS sum,
                  ln(any_value(usd_per_query_to)::DOUBLE) - ln(any_value(usd_per_query_from)::DOUBLE) AS observed
           FROM out_driver GROUP BY ALL
           HAVING abs(sum - observed) > 1e-9 OR count(*) <> 4 OR count(*) FILTER (WHERE driver = 'residual') <> 1""",
    ),
    Rule(
        "out_driver",
        "factor_is_in_its_interval",
        "a driver's factor is positive and lies within its own interval",
        """SELECT bar, workload, driver, span, period_from, low, factor_per_year, high FROM out_driver
           WHERE factor_per_year <= 0 OR factor_per_year < low OR factor_per_year > high
              OR log_change < log_change_low OR log_change > log_change_high""",
    ),
    Rule(
        "out_driver",
        "unmeasured_says_so",
        "a driver that could not be measured has no number and a note",
        """SELECT bar, workload, driver, span, period_from FROM out_driver
           WHERE NOT measured AND (log_change IS NOT NULL OR factor_per_year IS NOT NULL OR note IS NULL)""",
    ),
    Rule(
        "out_market_spread",
        "sellers_are_in_order",
        "the lowest seller is not dearer than the median one, nor that than the highest",
        """SELECT bar, workload, date, model_id FROM out_market_spread
           WHERE NOT lowest_usd_per_query <= median_usd_per_query
              OR NOT median_usd_per_query <= highest_usd_per_query""",
    ),
)
