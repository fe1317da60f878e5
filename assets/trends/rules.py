"""Rules of the tables about the frontier and trends."""

from pathlib import Path

from assets.data_rule import known_in, not_empty, rules_in, unique_key

RULES = (
    not_empty("out_frontier", blocking=False),
    unique_key("out_backtest", "bar", "workload", "method", "origin", "horizon_months"),
    unique_key("_frontier", "bar", "bound", "workload", "valid_from"),
    unique_key("core_published_rate", "claim_id"),
    unique_key("core_study_price", "study", "benchmark", "date"),
    unique_key("out_backtest_summary", "method", "horizon_months"),
    unique_key("out_backtest_comparison", "method", "first_origin", "horizon_months"),
    unique_key("out_calibration", "kind", "method", "horizon_months", "bin_low"),
    unique_key("out_driver", "bar", "workload", "span", "period_from", "period_to", "driver"),
    unique_key("out_driver_check", "check_id", "bar"),
    known_in("out_driver_check", "claim_id", "core_published_rate"),
    unique_key("out_frontier", "bar", "workload", "valid_from"),
    unique_key(
        "out_frontier_hold",
        *("bar", "workload", "provider", "model_id", "provider_model_id", "price_valid_from"),
    ),
    unique_key("out_market_spread", "bar", "workload", "date", "model_id"),
    unique_key("out_monthly_cost", "bar", "workload", "date"),
    unique_key("out_pool_weight", "method"),
    unique_key("out_price_decomposition", "basis", "bar", "workload", "span", "period_from", "period_to", "piece"),
    unique_key("out_price_series", "series", "workload", "month"),
    unique_key("out_usage_price", "router", "used_on", "slug"),
    unique_key("out_trend", "bar", "workload", "method", "span"),
    *rules_in(Path(__file__).with_name("rules")),
)
