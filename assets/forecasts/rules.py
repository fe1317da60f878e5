"""What must hold of forecasts and verdicts."""

from pathlib import Path

from assets.data_rule import rules_in, unique_key

RULES = (
    unique_key("out_forecast", "bar", "workload", "method", "date", "quantile"),
    unique_key("out_crossing", "bar", "workload", "target", "method", "date"),
    unique_key("out_search_gap", "bar", "workload", "target", "kind", "date"),
    unique_key("out_search_gap_forecast", "bar", "workload", "target", "kind", "date"),
    *rules_in(Path(__file__).with_name("rules")),
)
