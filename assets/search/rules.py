"""What must hold of search costs, energy and workloads."""

from pathlib import Path

from assets.data_rule import not_empty, rules_in

RULES = (
    not_empty("core_workload"),
    not_empty("core_search_cost"),
    *rules_in(Path(__file__).with_name("rules")),
)
