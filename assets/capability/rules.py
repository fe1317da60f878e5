"""What must hold of scores, bars and membership."""

from pathlib import Path

from assets.data_rule import known_in, not_empty, rules_in

RULES = (
    not_empty("core_bar"),
    known_in("core_score", "model_id", "core_model"),
    *rules_in(Path(__file__).with_name("rules")),
)
