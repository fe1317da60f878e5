"""The forecasts of a ledger that are due, each with its value, the value as corrected since, and its scores."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from assets.forecasts.registered.ledger import RegisteredSet
from assets.forecasts.registered.resolve import Due, find_values, settling
from assets.forecasts.registered.scoring import RegisteredForecast, read_forecasts, read_values, score


@dataclass(frozen=True)
class ScoredForecast:
    """One forecast that is due.

    Attributes:
        forecast: The forecast.
        resolved_on: The day on which its value was registered; None where that is still to come.
        value: Its value; None where the rule gives none.
        revised: The value by the published tables, where it differs now.
        scores: By name; empty without a value.
    """

    forecast: RegisteredForecast
    resolved_on: date | None
    value: str | None
    revised: str | None
    scores: Mapping[str, float | bool] = field(default_factory=dict)

    @property
    def months(self) -> int:
        """The months between registration and due date."""
        first, last = self.forecast.registered_at, self.forecast.resolves_on
        return 12 * (last.year - first.year) + last.month - first.month

    def row(self) -> dict[str, object]:
        """Return the columns of the output."""
        return {
            "registered_at": self.forecast.registered_at,
            "series": self.forecast.name,
            "method": self.forecast.method,
            "resolves_on": self.forecast.resolves_on,
            "resolved_on": self.resolved_on,
            "value": self.value,
            "revised": self.revised,
            **{name: self.scores.get(name) for name in COLUMNS[7:]},
        }


COLUMNS = (
    *("registered_at", "series", "method", "resolves_on", "resolved_on", "value", "revised"),
    *("crps", "pinball", "in_50", "in_80", "in_95", "brier"),
)
"""The columns of one scored forecast in the output of `tokenfall forecasts score`."""


def score_due(
    connection: duckdb.DuckDBPyConnection,
    sets: Sequence[RegisteredSet],
    as_of: date,
    chosen: Sequence[RegisteredSet] | None = None,
) -> Iterator[ScoredForecast]:
    """Yield every forecast whose value has settled by a day, in the order of registration.

    A value that is registered stays. One that has settled since the last set is read from the published tables.

    Args:
        connection: The published file, as of that day.
        sets: The sets of a ledger.
        as_of: The day.
        chosen: The sets whose forecasts are scored; all by default.
    """
    chosen = sets if chosen is None else chosen
    dues = list(settling(chosen, date.min, as_of))
    now = {
        (due.registered_at, name, due.resolves_on): value
        for due, values in zip(dues, find_values(connection, dues), strict=True)
        for name, value in values.items()
    }
    final = read_values(_holders(sets, dues))
    days = {due.registered_at for due in dues}
    for forecast in read_forecasts(registered for registered in chosen if registered.day in days):
        if forecast.key in now:
            yield _scored(forecast, final.get(forecast.key, (None, now[forecast.key])), now[forecast.key])


def _holders(sets: Sequence[RegisteredSet], dues: Sequence[Due]) -> list[RegisteredSet]:
    """Return the sets in which the values are registered: the first on or after the day of settling."""
    days = [registered.day for registered in sets]
    places = {bisect_left(days, due.settles_on) for due in dues}
    return [sets[place] for place in sorted(places) if place < len(sets)]


def _scored(
    forecast: RegisteredForecast, resolution: tuple[date | None, str | None], now: str | None
) -> ScoredForecast:
    resolved_on, value = resolution
    scores = score(forecast.kind, forecast.texts, value) if value is not None else {}
    return ScoredForecast(forecast, resolved_on, value, now if now != value else None, scores)
