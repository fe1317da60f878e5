"""The rule that gives registered forecasts their values: its numbers, and the digest of its text `rule_v1.md`."""

from __future__ import annotations

from pathlib import Path

from warehouse.chain import digest

NAME = "v1"
TEXTS = {NAME: Path(__file__).with_name("rule_v1.md")}
"""The text of every rule that a record may name; a text that was published is never changed."""
LEVELS = ("0.025", "0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95", "0.975")
COST_MONTHS = (1, 3, 6, 12, 18, 24)
CHANCE_MONTHS = (6, 12, 24, 36, 60)
MONTHS = tuple(sorted({*COST_MONTHS, *CHANCE_MONTHS}))
SETTLE_DAYS = {"cost": 14, "chance": 14, "rent": 45}
"""Days after the due date on which the value is read, by kind: sources need time to show what was charged."""
LEAST_SELLERS = 3
"""Fewest sellers of a median rent."""


def digest_of_rule(name: str = NAME) -> str | None:
    """Return the digest of the text of a rule; None where there is no such rule."""
    return digest(TEXTS[name].read_bytes()) if name in TEXTS else None
