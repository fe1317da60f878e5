"""Stop a publication with numbers that are none, or with quantiles, probabilities or dates out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assets.all_rules import rules_of
from assets.data_rule import evaluate
from warehouse import query

if TYPE_CHECKING:
    from assets.reports.publication.draft import Draft

ORDERED = {
    "out_forecast": ("quantiles_increase",),
    "out_crossing": ("probabilities_are_probabilities", "first_passage_never_falls"),
    "out_crossing_date": ("dates_increase",),
    "out_verdict": ("verdicts_agree_with_themselves", "chances_and_dates_increase"),
    "out_backtest": ("quantiles_increase",),
    "out_registered_forecast": ("quantiles_increase",),
}
"""Data rules by table that hold of what is published, whether or not this run has built the table."""


def numbers_without_value(draft: Draft) -> str | None:
    """Return where numbers of tables for users are infinite or not a number; None where none is."""
    wrong = [
        f"{table}.{column} {count:,}" for (table, column), count in query.count_nonfinite(draft.connection).items()
    ]
    if not wrong:
        return None
    return f"numbers are infinite or not a number: {', '.join(wrong)}: repair what computes them"


def broken_rules(draft: Draft) -> str | None:
    """Return which rules on the order of quantiles, probabilities and dates are broken; None where none is."""
    rules = [rule for table, names in ORDERED.items() for rule in rules_of(table) if rule.name in names]
    findings = [evaluate(draft.connection, rule) for rule in rules]
    lines = [
        f"{finding.rule.table}: {finding.count:,} rows break '{finding.rule.statement}', such as {finding.sample[0]}"
        for finding in findings
        if not finding.passed
    ]
    return f"{'; '.join(lines)}: repair what computes them" if lines else None
