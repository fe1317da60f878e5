"""Every subject's rules in the order of the subjects."""

from assets.data_rule import Rule
from assets.subjects import subject_modules

ALL_RULES: tuple[Rule, ...] = tuple(rule for module in subject_modules("rules") for rule in module.RULES)


def rules_of(table: str) -> list[Rule]:
    """Return the rules that are about a table."""
    return [rule for rule in ALL_RULES if rule.table == table]
