"""What must hold of hardware, its results and its rental."""

from assets.rules import Rule, known_in, not_empty, unique_key


def _in_its_interval(table: str, figure: str, also: str = "") -> Rule:
    """A figure is positive, lies within its own interval where it has one, and counts at least one result."""
    return Rule(
        table,
        f"{figure}_is_in_its_interval",
        f"a {figure} is positive, within its interval, and of at least one result",
        f"SELECT * FROM {table} WHERE ({figure} <= 0 OR low > {figure} OR high < {figure} OR n < 1){also}",
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
)
