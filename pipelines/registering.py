"""The ledger of registered forecasts for the command line: register after a run, verify, and score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import fmean
from typing import TYPE_CHECKING, Any

from assets.forecasts.registered.ledger import Ledger
from pipelines.output import Row
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

if TYPE_CHECKING:
    from assets.forecasts.registered.scored import ScoredForecast

SUMMARY = ("crps", "brier", "pinball", "in_50", "in_80", "in_95")


def register_today(home: Home, today: date) -> str:
    """Register the published forecasts unless a set of today is registered; return a line about it.

    Raises:
        TokenfallError: As `assets.forecasts.registered.register.register`.
    """
    from assets.forecasts.registered.register import register

    ledger = Ledger(home.ledger)
    ledger.start()
    registered, is_new = ledger.set_of(today), False
    if registered is None:
        with open_published(home) as connection:
            registered, is_new = register(connection, home, today)
    return f"{'registered' if is_new else 'registered already'}: the forecasts of {today} in {registered.path}"


def register_once(home: Home, today: date) -> str:
    """Register the published forecasts unless a set of today or a later day is registered; return a line about it."""
    if later := [registered.day for registered in Ledger.of(home).sets() if registered.day > today]:
        return f"not registered: the forecasts of {later[-1]} are registered, which is after {today}: check the clock"
    return register_today(home, today)


def ledger_of(home: Home) -> Ledger:
    """Return the ledger of a home, or the bundled one before the first run.

    Raises:
        TokenfallError: No forecast is registered.
    """
    ledger = Ledger.of(home)
    if not ledger.sets():
        raise TokenfallError(f"no forecast is registered in {home.ledger}: run `tokenfall run` first")
    return ledger


def score_forecasts(home: Home) -> list[ScoredForecast]:
    """Return every forecast that is due, with its scores where it has a value."""
    from assets.forecasts.registered.scored import score_due

    ledger = ledger_of(home)
    with open_published(home) as connection:
        as_of = query.published_as_of(connection)
        return list(score_due(connection, ledger.sets(), as_of)) if as_of else []


def summarize(scored: Sequence[ScoredForecast]) -> Iterator[Row]:
    """Yield the number and the mean scores of forecasts by kind, months ahead and method."""
    groups: dict[tuple[str, int, str], list[ScoredForecast]] = {}
    for row in scored:
        groups.setdefault((row.forecast.kind, row.months, row.forecast.method), []).append(row)
    for (kind, months, method), group in groups.items():
        valued = [row.scores for row in group if row.value is not None]
        means: dict[str, Any] = {
            name: round(fmean(float(scores[name]) for scores in valued), 6) if valued and name in valued[0] else None
            for name in SUMMARY
        }
        yield {"kind": kind, "months": months, "method": method, "due": len(group), "scored": len(valued), **means}
