"""Rules of the tables about the frontier and trends."""

from pathlib import Path

from assets.data_rule import not_empty, rules_in, unique_key

RULES = (
    not_empty("out_frontier", blocking=False),
    unique_key("out_backtest", "bar", "workload", "method", "origin", "horizon_months"),
    *rules_in(Path(__file__).with_name("rules")),
)
