"""The contents of a panel for a fingerprint, equal for the same data on every machine."""

from __future__ import annotations

from collections.abc import Iterable

from assets.trends.driver_evidence import DriverHistory
from assets.trends.methods.panel import Panel


def panel_content(panel: Panel) -> list[object]:
    """Return every series, offer and piece of evidence of a panel, floats as text of nine digits."""
    series = [
        (
            frontier.bar,
            frontier.workload,
            frontier.series.dates,
            in_digits(frontier.series.usd),
            frontier.search and in_digits(frontier.search.usd),
        )
        for frontier in panel.series
    ]
    return [*series, *map(in_digits, panel.offers), panel.drivers and _drivers_content(panel.drivers)]


def _drivers_content(drivers: DriverHistory) -> list[object]:
    known = drivers.evidence
    evidence = [list(map(in_digits, rows)) for rows in (known.rentals, known.speeds, known.gains, known.same_weights)]
    models = [(bar, list(map(in_digits, rows))) for bar, rows in sorted(drivers.models.items())]
    return [*evidence, models]


def in_digits(values: Iterable[object]) -> list[object]:
    """Return values with floats as text of nine digits, which is equal on every machine."""
    return [f"{value:.9g}" if isinstance(value, float) else value for value in values]
