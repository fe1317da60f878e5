"""What must hold of the list of sources."""

from pathlib import Path

from assets.data_rule import rules_in

RULES = rules_in(Path(__file__).with_name("rules"))
