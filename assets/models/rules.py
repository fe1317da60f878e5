"""What must hold of the tables about models."""

from assets.data_rule import Rule, known_in, not_empty, unique_key

RULES = (
    not_empty("core_model"),
    known_in("core_model_alias", "model_id", "core_model"),
    unique_key("core_context_window", "provider", "provider_model_id", "model_id"),
    Rule(
        "core_model",
        "active_params_fit_in_total",
        "no model has more active than total parameters",
        "SELECT model_id, active_params_b, total_params_b FROM core_model WHERE active_params_b > total_params_b",
        blocking=False,
    ),
)
