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
)
