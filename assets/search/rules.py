"""What must hold of search costs, energy and workloads."""

from assets.data_rule import Rule, not_empty

RULES = (
    not_empty("core_workload"),
    not_empty("core_search_cost"),
    Rule(
        "core_search_cost",
        "search_is_plausible_usd_per_query",
        "a search costs between a millionth of a dollar and one dollar",
        "SELECT target, valid_from, usd_per_query FROM core_search_cost WHERE usd_per_query NOT BETWEEN 0.000001 AND 1",
    ),
    Rule(
        "core_search_cost",
        "cost_is_in_its_range",
        "a search cost lies within its own range",
        """SELECT target, valid_from, usd_per_query_low, usd_per_query, usd_per_query_high FROM core_search_cost
           WHERE usd_per_query < usd_per_query_low OR usd_per_query > usd_per_query_high""",
    ),
    Rule(
        "core_search_cost",
        "intervals_run_forward",
        "no search cost ends before it starts",
        "SELECT target, valid_from, valid_to FROM core_search_cost WHERE valid_to <= valid_from",
    ),
    Rule(
        "core_energy_per_query",
        "energy_is_plausible_watt_hours",
        "a search or an answer takes between a thousandth of a watt-hour and a kilowatt-hour, within its own range",
        """SELECT subject, low, watt_hours, high FROM core_energy_per_query
           WHERE watt_hours NOT BETWEEN 0.001 AND 1000 OR watt_hours < low OR watt_hours > high""",
    ),
    Rule(
        "core_search_estimate",
        "estimates_agree_with_their_targets",
        "a target that is an estimate shows the median and the ends of the published figure",
        """SELECT cost.target, cost.usd_per_query_low, cost.usd_per_query, cost.usd_per_query_high
           FROM core_search_estimate AS estimate
           LEFT JOIN core_energy_per_query AS energy ON energy.subject = estimate.energy_subject
           LEFT JOIN core_search_cost AS cost ON cost.target = estimate.target AND cost.valid_to IS NULL
           WHERE estimate.variant = 'published-figure' AND NOT coalesce(
               abs(cost.usd_per_query_low / (energy.watt_hours / 1000 * estimate.usd_per_kwh_low) - 1) < 0.001
               AND abs(cost.usd_per_query_high / (energy.watt_hours / 1000 * estimate.usd_per_kwh_high) - 1) < 0.001
               AND abs(cost.usd_per_query::DOUBLE
                       / sqrt(cost.usd_per_query_low::DOUBLE * cost.usd_per_query_high::DOUBLE) - 1) < 0.001, false)""",
    ),
    Rule(
        "core_workload",
        "workloads_have_tokens",
        "every workload reads and writes tokens",
        "SELECT workload FROM core_workload WHERE input_tokens = 0 OR output_tokens = 0",
    ),
)
