"""What must hold of forecasts and verdicts."""

from pathlib import Path

from assets.data_rule import rules_in, unique_key

RULES = (
    unique_key("out_missing_score", "bar", "workload", "rank"),
    unique_key("out_energy_verdict", "subject", "search"),
    unique_key("out_forecast", "bar", "workload", "method", "date", "quantile"),
    unique_key("out_crossing", "bar", "workload", "target", "method", "date"),
    unique_key("out_search_gap", "bar", "workload", "target", "kind", "date"),
    unique_key("out_search_gap_forecast", "bar", "workload", "target", "kind", "date"),
    unique_key("_application_cost", "application", "bar", "valid_from"),
    unique_key("_forecast_path", "bar", "workload"),
    unique_key("out_claim", "claim_id"),
    unique_key("out_cost_today", "bar", "workload"),
    unique_key("out_crossing_date", "bar", "workload", "target", "method"),
    unique_key("out_price_point", "application", "bar"),
    unique_key("out_registered_forecast", "registered_at", "series", "resolves_on"),
    unique_key("out_sensitivity", "kind", "what", "bar", "workload", "target", "method"),
    unique_key("out_verdict", "bar", "workload", "target"),
    *rules_in(Path(__file__).with_name("rules")),
)
