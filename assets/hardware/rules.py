"""Data rules of the tables about hardware, benchmark results and rental prices."""

from pathlib import Path

from assets.data_rule import known_in, not_empty, rules_in, unique_key

SERVING_COST_KEY = (
    *("model_id", "measured_model_id", "accelerator", "date", "term", "rental_kind"),
    *("scenario", "statistic", "utilisation"),
)

RULES = (
    not_empty("core_accelerator", blocking=False),
    known_in("core_accelerator_alias", "accelerator_id", "core_accelerator"),
    known_in("core_hardware_result", "accelerator_id", "core_accelerator"),
    known_in("core_rental_price", "accelerator_id", "core_accelerator"),
    known_in("core_software_gain", "accelerator_id", "core_accelerator"),
    unique_key("core_benchmark_model", "benchmark", "model_used", "division", "model_id"),
    known_in("core_benchmark_model", "model_id", "core_model"),
    unique_key("out_serving_cost", *SERVING_COST_KEY),
    known_in("out_serving_cost", "model_id", "core_model"),
    known_in("core_hardware_outlier", "result_id", "core_hardware_result"),
    known_in("out_hardware_gain", "accelerator", "core_accelerator", "accelerator_id"),
    known_in("out_hardware_gain", "baseline", "core_accelerator", "accelerator_id"),
    unique_key(
        "out_hardware_gain",
        *("kind", "pairing", "benchmark", "baseline_benchmark", "scenario", "accelerator", "baseline", "basis"),
        *("number_format", "baseline_number_format", "release_from", "release_to", "via"),
    ),
    unique_key("out_software_gain", "kind", "accelerator", "benchmark", "scenario", "series", "release_to"),
    unique_key("out_technique_gain", "technique", "metric"),
    unique_key("out_throughput_per_dollar", "release", "accelerator", "benchmark", "scenario"),
    known_in("core_engine_throughput", "accelerator_id", "core_accelerator"),
    known_in("core_inference_sweep", "accelerator_id", "core_accelerator"),
    unique_key("_hardware_evidence", "result_id"),
    unique_key("_release_source", "source"),
    unique_key("core_accelerator", "accelerator_id"),
    unique_key("core_accelerator_alias", "alias"),
    unique_key("core_hardware_outlier", "result_id"),
    unique_key("core_hardware_result", "result_id"),
    unique_key("core_rental_price", "provider", "accelerator_id", "month", "term"),
    unique_key("core_software_gain", "accelerator_id", "benchmark", "scenario", "release_from", "release_to", "basis"),
    unique_key("core_technique_gain", "gain_id"),
    unique_key("out_hardware_result_doubt", "result_id"),
    unique_key("out_rental_index", "accelerator", "month", "term", "kind"),
    *rules_in(Path(__file__).with_name("rules")),
)
