"""Data rules of the price tables."""

from pathlib import Path

from assets.data_rule import known_in, not_empty, rules_in, unique_key

RULES = (
    not_empty("core_price_observation", blocking=False),
    known_in("core_price_observation", "model_id", "core_model"),
    known_in("core_model_link", "model_id", "core_model"),
    unique_key("core_model_link", "provider", "provider_model_id", "valid_from"),
    unique_key(
        "core_price_observation",
        *("source", "provider", "model_id", "provider_model_id", "tier", "context_from_tokens", "valid_from"),
        "observed_at",
    ),
    unique_key(
        "core_price_confirmation",
        *("provider", "model_id", "provider_model_id", "tier", "confirmed_on", "read_from"),
    ),
    not_empty("out_price_history", blocking=False),
    unique_key(
        "out_price_history",
        *("provider", "model_id", "provider_model_id", "tier", "context_from_tokens", "valid_from"),
    ),
    unique_key(
        "out_price_vintage",
        *("model", "provider", "provider_model_id", "tier", "context_from_tokens", "valid_from", "known_from"),
    ),
    unique_key("_live_source", "source"),
    unique_key("_rate_reading", "source", "capture_sha256"),
    unique_key("out_reading", "source", "captured_at"),
    *rules_in(Path(__file__).with_name("rules")),
)
