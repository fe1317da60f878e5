"""What must hold of hardware, its results and its rental."""

from assets.data_rule import Rule, known_in, not_empty, unique_key


def _in_its_interval(table: str, figure: str, also: str = "") -> Rule:
    """A figure is positive, lies within its own interval where it has one, and counts at least one result."""
    return Rule(
        table,
        f"{figure}_is_in_its_interval",
        f"a {figure} is positive, within its interval, and of at least one result",
        f"SELECT * FROM {table} WHERE ({figure} <= 0 OR low > {figure} OR high < {figure} OR n < 1){also}",
    )


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
           WHERE (accelerator, month, term) NOT IN (SELECT (accelerator_id, month, term) FROM core_rental_price)""",
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
        "rent_is_of_the_same_form",
        "an accelerator is priced by rents of its own form, or by those of sellers that do not state the form",
        """SELECT DISTINCT accelerator, rental_accelerator, price_basis FROM out_serving_cost
           WHERE (accelerator, rental_accelerator, price_basis) NOT IN (
               SELECT (accelerator_id, rental_accelerator, price_basis) FROM _accelerator_rent)""",
    ),
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
    known_in("core_hardware_outlier", "result_id", "core_hardware_result"),
    Rule(
        "out_hardware_result_doubt",
        "outliers_are_explained",
        "every result three times off its chip's median has a reason",
        "SELECT result_id, ratio FROM out_hardware_result_doubt WHERE reason IS NULL",
        blocking=False,
    ),
    Rule(
        "_hardware_evidence",
        "no_unexplained_outlier",
        "a result three times off its chip's median is used only when a review kept it",
        """SELECT result_id, ratio, reason
           FROM _hardware_evidence INNER JOIN out_hardware_result_doubt USING (result_id)
           WHERE action != 'kept' OR reason IS NULL""",
    ),
    known_in("out_hardware_gain", "accelerator", "core_accelerator", "accelerator_id"),
    known_in("out_hardware_gain", "baseline", "core_accelerator", "accelerator_id"),
    unique_key(
        "out_hardware_gain",
        *("kind", "pairing", "benchmark", "baseline_benchmark", "scenario", "accelerator", "baseline", "basis"),
        *("number_format", "baseline_number_format", "release_from", "release_to", "via"),
    ),
    _in_its_interval("out_hardware_gain", "ratio"),
    Rule(
        "out_hardware_gain",
        "formats_are_never_assumed",
        "a row says same_format only where both sides filed one and the same",
        """SELECT kind, benchmark, accelerator, baseline, number_format, baseline_number_format
           FROM out_hardware_gain
           WHERE basis = 'same_format' AND number_format IS DISTINCT FROM baseline_number_format
              OR basis = 'same_format' AND number_format IS NULL""",
    ),
    unique_key("out_software_gain", "kind", "accelerator", "benchmark", "scenario", "series", "release_to"),
    _in_its_interval("out_software_gain", "ratio"),
    unique_key("out_technique_gain", "technique", "metric"),
    _in_its_interval("out_technique_gain", "factor", " AND factor IS NOT NULL"),
    unique_key("out_throughput_per_dollar", "release", "accelerator", "benchmark", "scenario"),
    Rule(
        "out_throughput_per_dollar",
        "tokens_per_dollar_add_up",
        "million tokens per dollar are tokens per second times 3600 over the price of an hour",
        """SELECT release, accelerator, benchmark, scenario, mtok_per_usd FROM out_throughput_per_dollar
           WHERE abs(tokens_per_s_per_accelerator * 0.0036 / usd_per_gpu_hour / mtok_per_usd - 1) > 0.000001
              OR (usd_per_gpu_hour IS NULL) != (mtok_per_usd IS NULL)""",
    ),
    known_in("core_engine_throughput", "accelerator_id", "core_accelerator"),
    Rule(
        "core_engine_throughput",
        "per_accelerator_adds_up",
        "tokens per accelerator times accelerators are the tokens",
        """SELECT source, model, tokens_per_s, tokens_per_s_per_accelerator, gpus FROM core_engine_throughput
           WHERE abs(tokens_per_s_per_accelerator * gpus / tokens_per_s - 1) > 0.001""",
    ),
    known_in("core_inference_sweep", "accelerator_id", "core_accelerator"),
    Rule(
        "core_inference_sweep",
        "output_is_part_of_the_total",
        "output tokens are fewer than input and output tokens together",
        """SELECT source, model, tokens_per_s_per_accelerator, total_tokens_per_s_per_accelerator
           FROM core_inference_sweep WHERE tokens_per_s_per_accelerator > total_tokens_per_s_per_accelerator""",
    ),
    Rule(
        "core_decoding_speedup",
        "the_whole_lies_between_its_parts",
        "the factor over all tasks lies between the worst and the best group",
        "SELECT method, model, factor, low, high FROM core_decoding_speedup WHERE NOT factor BETWEEN low AND high",
        blocking=False,
    ),
)
