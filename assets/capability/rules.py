"""What must hold of scores, bars and membership."""

from pathlib import Path

from assets.data_rule import known_in, not_empty, rules_in, unique_key

RULES = (
    not_empty("core_bar"),
    known_in("core_score", "model_id", "core_model"),
    unique_key("_bar_judgement", "bar", "known_on", "answered_by", "any_effort", "model_id"),
    unique_key("core_bar", "bar"),
    unique_key("core_bar_member", "bar", "bound", "answered_by", "model_id"),
    unique_key("_score_source", "source"),
    known_in("_captured_score", "model_id", "core_model"),
    unique_key("core_score", "model_id", "benchmark", "vintage", "scale", "effort"),
    *rules_in(Path(__file__).with_name("rules")),
)
