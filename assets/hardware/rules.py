"""What must hold of hardware, its results and its rental."""

from assets.rules import Rule, known_in, not_empty

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
