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
    unique_key("_verdict_day", "as_of"),
    unique_key("_verdict_change", "as_of", "bar", "workload", "target"),
    unique_key("_verdict_price", "as_of", "provider", "model_id", "provider_model_id", "valid_from"),
    unique_key("_verdict_score", "as_of", "bar", "answered_by", "model_id"),
    unique_key("_verdict_target", "as_of", "target", "valid_from"),
    *rules_in(Path(__file__).with_name("rules")),
)
