"""What must hold of hardware, its results and its rental."""

from assets.rules import Rule, known_in, not_empty, unique_key

SERVING_COST_KEY = (
    *("model_id", "measured_model_id", "accelerator", "date", "term", "rental_kind"),
    *("scenario", "statistic", "utilisation"),
)

RULES = (
    not_empty("core_accelerator", blocking=False),
    known_in("core_accelerator_alias", "accelerator_id", "core_accelerator"),
    known_in("core_hardware_result", "accelerator_id", "core_accelerator"),
    Rule(
        "core_hardware_result",
        "per_accelerator_adds_up",
        "value per accelerator times accelerators is the value",
        """SELECT result_id, value, value_per_accelerator, accelerators FROM core_hardware_result
           WHERE abs(value_per_accelerator * accelerators / value - 1) > 0.001""",
    ),
    known_in("core_rental_price", "accelerator_id", "core_accelerator"),
    Rule(
        "core_rental_price",
        "rental_is_plausible_usd_per_gpu_hour",
        "an accelerator costs between $0.01 and $100 an hour",
        """SELECT provider, accelerator_id, month, usd_per_gpu_hour FROM core_rental_price
           WHERE usd_per_gpu_hour NOT BETWEEN 0.01 AND 100""",
    ),
    known_in("core_software_gain", "accelerator_id", "core_accelerator"),
    unique_key("core_benchmark_model", "benchmark", "model_used", "division", "model_id"),
    known_in("core_benchmark_model", "model_id", "core_model"),
    Rule(
        "out_rental_index",
        "index_is_in_its_interval",
        "a rental price is positive and lies within its own interval",
        """SELECT accelerator, month, term, kind, low, usd_per_gpu_hour, high FROM out_rental_index
           WHERE usd_per_gpu_hour <= 0 OR usd_per_gpu_hour < low OR usd_per_gpu_hour > high""",
    ),
    Rule(
        "out_rental_index",
        "month_was_seen",
        "no month is made up: a seller was seen in it",
        """SELECT accelerator, month, term FROM out_rental_index
           WHERE (accelerator, month, term) NOT IN (
               SELECT (a.family, r.month, r.term)
               FROM core_rental_price AS r INNER JOIN core_accelerator AS a USING (accelerator_id))""",
    ),
    Rule(
        "out_rental_index",
        "nothing_is_dated_after_as_of",
        "no month starts after the as-of date",
        """SELECT accelerator, month FROM out_rental_index
           WHERE month > (SELECT max((inputs::JSON ->> 'as_of')::DATE) FROM _made)""",
    ),
    unique_key("out_serving_cost", *SERVING_COST_KEY),
    known_in("out_serving_cost", "model_id", "core_model"),
    Rule(
        "out_serving_cost",
        "cost_is_rent_over_throughput",
        "USD per million tokens is the rental price over the tokens of an hour, all of them positive",
        """SELECT model_id, accelerator, date, usd_per_gpu_hour, tokens_per_s, usd_per_mtok FROM out_serving_cost
           WHERE usd_per_mtok <= 0 OR tokens_per_s <= 0
               OR abs(usd_per_mtok * tokens_per_s * 3600 / 1000000 / usd_per_gpu_hour - 1) > 0.0001""",
    ),
    Rule(
        "out_serving_cost",
        "throughput_was_known_by_then",
        "no throughput is of a release after the month",
        """SELECT DISTINCT cost.release, cost.date, r.released_on
           FROM (SELECT DISTINCT release, date FROM out_serving_cost) AS cost
           INNER JOIN core_hardware_result AS r USING (release)
           WHERE r.released_on > last_day(cost.date)""",
    ),
)
