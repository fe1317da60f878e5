"""What must hold of the list of sources."""

from pathlib import Path

from assets.data_rule import rules_in, unique_key

RULES = (unique_key("out_source", "source"), *rules_in(Path(__file__).with_name("rules")))
