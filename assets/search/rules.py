"""What must hold of search costs, energy and workloads."""

from pathlib import Path

from assets.data_rule import not_empty, rules_in, unique_key

RULES = (
    not_empty("core_workload"),
    not_empty("core_search_cost"),
    unique_key("core_application", "application"),
    unique_key("core_energy_per_query", "subject"),
    unique_key("core_model_usage", "router", "used_on", "slug"),
    unique_key("core_search_cost", "target", "valid_from", "kind"),
    unique_key("core_search_estimate", "target", "variant"),
    unique_key("core_task_tokens", "measure", "period"),
    unique_key("core_workload", "workload"),
    unique_key("out_energy_comparison", "subject"),
    *rules_in(Path(__file__).with_name("rules")),
)
