"""The rows of out_registered_forecast: the first set of each month and the newest, each forecast with its value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import duckdb

from assets.forecasts.registered.ledger import Ledger, RegisteredSet
from assets.forecasts.registered.records import BASELINES
from assets.forecasts.registered.scored import ScoredForecast, score_due
from assets.forecasts.registered.scoring import INTERVALS, RegisteredForecast, read_forecasts
from warehouse.bundle import LEDGER
from warehouse.home import Home
from warehouse.query import Row


def registered_rows(connection: duckdb.DuckDBPyConnection, home: Home, as_of: date) -> Iterator[Row]:
    """Yield one row for each forecast that was registered by a day, at the first set of each month and the newest.

    Args:
        connection: The tables from which values are read that have settled since the last set.
        home: Where the ledger is.
        as_of: The day. A set that a run of this day has registered is left out, so that the next run of the day gives
            the same rows.
    """
    bundled = {registered.day for registered in Ledger(LEDGER).sets()}
    sets = [
        registered
        for registered in Ledger.of(home).sets()
        if registered.day < as_of or (registered.day == as_of and as_of in bundled)
    ]
    chosen = _first_of_months(sets)
    scored = {(row.forecast.key, row.forecast.method): row for row in score_due(connection, sets, as_of, chosen)}
    for forecast in read_forecasts(chosen):
        if forecast.method not in BASELINES:
            of_methods = [scored.get((forecast.key, method)) for method in (forecast.method, *BASELINES)]
            yield _row(forecast, *of_methods)


def _first_of_months(sets: Sequence[RegisteredSet]) -> list[RegisteredSet]:
    """Return the first set of each month, and the last of all: consecutive days hold nearly the same forecasts."""
    first = {(registered.day.year, registered.day.month): registered for registered in reversed(sets)}
    return sorted({registered.day: registered for registered in (*first.values(), *sets[-1:])}.values(), key=_day)


def _day(registered: RegisteredSet) -> date:
    return registered.day


def _row(
    forecast: RegisteredForecast,
    own: ScoredForecast | None,
    no_change: ScoredForecast | None,
    ten_x: ScoredForecast | None,
) -> Row:
    is_chance = forecast.kind == "chance"
    name = "brier" if is_chance else "crps"
    scores = own.scores if own else {}
    return {
        "registered_at": forecast.registered_at,
        "series": forecast.name,
        "kind": forecast.kind,
        "method": forecast.method,
        "resolves_on": forecast.resolves_on,
        "quantiles": None if is_chance else f"[{', '.join(forecast.texts)}]",
        "chance": forecast.texts[0] if is_chance else None,
        "digest": forecast.digest,
        "previous_digest": forecast.previous,
        "is_due": own is not None,
        "resolved_on": own.resolved_on if own else None,
        "resolved_value": own.value if own else None,
        "revised_value": own.revised if own else None,
        **{column: scores.get(column) for column in ("crps", "brier", *INTERVALS)},
        "no_change_score": no_change.scores.get(name) if no_change else None,
        "ten_x_per_year_score": ten_x.scores.get(name) if ten_x else None,
    }
