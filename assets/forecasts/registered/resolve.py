"""Find the registered forecasts that have become due, and the value that each of them gets by the rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import duckdb

from assets.forecasts.registered import rule
from assets.forecasts.registered.canonical import Record, amount_text
from assets.forecasts.registered.ledger import RegisteredSet
from assets.trends.paths import add_months
from warehouse import query

FOLDER = Path(__file__).parent
DELAYS = [timedelta(days=days) for days in set(rule.SETTLE_DAYS.values())]
NO_VALUE = {
    "cost": "no qualifying offer on that day",
    "rent": "no median of enough sellers in that month",
    "chance": "no verdict is published",
}


class Due(NamedTuple):
    """The forecasts of one kind in one set that become due on one day."""

    registered_at: date
    kind: str
    resolves_on: date
    names: tuple[str, ...]
    workloads: Mapping[str, str]
    """What an answer of each workload was when the set was registered."""

    @property
    def settles_on(self) -> date:
        """The first day on which the value is read."""
        return self.resolves_on + timedelta(days=rule.SETTLE_DAYS[self.kind])


def resolutions(connection: duckdb.DuckDBPyConnection, earlier: Sequence[RegisteredSet], day: date) -> Iterator[Record]:
    """Yield a record of the values of all forecasts that settled after the last set and up to a day.

    Args:
        connection: The published file, as of that day.
        earlier: The sets registered before that day, in order.
        day: The day.
    """
    dues = list(settling(earlier, earlier[-1].day, day)) if earlier else []
    for due, values in zip(dues, find_values(connection, dues), strict=True):
        yield {
            "kind": "resolution",
            "of": due.kind,
            "registered": due.registered_at.isoformat(),
            "resolves_on": due.resolves_on.isoformat(),
            "values": values,
            "no_value": NO_VALUE[due.kind] if None in values.values() else None,
        }


def settling(sets: Iterable[RegisteredSet], after: date, until: date) -> Iterator[Due]:
    """Yield what settles after one day and until another; only sets that may hold such forecasts are read."""
    for registered in sets:
        days = [add_months(registered.day, months) for months in rule.MONTHS]
        if any(after < due + delay <= until for due in days for delay in DELAYS):
            yield from (due for due in all_due(registered) if after < due.settles_on <= until)


def all_due(registered: RegisteredSet) -> Iterator[Due]:
    """Yield the forecasts of a set by kind and due date."""
    names: dict[tuple[str, date], list[str]] = {}
    records = registered.records
    for record in records:
        for name in forecast_names(record):
            for day in record["dates"]:
                names.setdefault((record["kind"], date.fromisoformat(day)), []).append(name)
    for (kind, day), of_day in sorted(names.items()):
        yield Due(registered.day, kind, day, tuple(of_day), records[0]["workloads"])


def forecast_names(record: Record) -> list[str]:
    """Return the name of each forecast of a record: a cost or a rent is one, chances are one for each target."""
    if record["kind"] == "chance":
        return [f"{record['series']}/{target}" for target in record["forecasts"]]
    return [record["series"]] if record["kind"] in {"cost", "rent"} else []


def find_values(connection: duckdb.DuckDBPyConnection, dues: Sequence[Due]) -> list[dict[str, str | None]]:
    """Return the values of each of `dues` by name, from the published tables; None where the rule gives none."""
    known: dict[tuple[str, date, str], str] = {}
    for kind, read in (("cost", _costs), ("rent", _rents), ("chance", _chances)):
        if days := sorted({due.resolves_on for due in dues if due.kind == kind}):
            known |= {(kind, day, name): value for day, name, value in read(connection, days)}
    now = dict(query.tuples(connection, FOLDER / "list_workloads.sql")) if dues else {}
    return [
        {name: known.get((due.kind, due.resolves_on, name)) if _same(due, name, now) else None for name in due.names}
        for due in dues
    ]


def _costs(connection: duckdb.DuckDBPyConnection, days: Sequence[date]) -> Iterator[tuple[date, str, str]]:
    for day, bar, workload, usd in query.tuples(connection, FOLDER / "find_costs_on.sql", {"days": days}):
        yield day, f"cost/{bar}/{workload}", amount_text(usd)


def _rents(connection: duckdb.DuckDBPyConnection, days: Sequence[date]) -> Iterator[tuple[date, str, str]]:
    asked = {"days": days, "sellers": rule.LEAST_SELLERS}
    for day, accelerator, usd in query.tuples(connection, FOLDER / "find_rents_on.sql", asked):
        yield day, f"rent/{accelerator}", amount_text(usd)


def _chances(connection: duckdb.DuckDBPyConnection, days: Sequence[date]) -> Iterator[tuple[date, str, str]]:
    for day, *names, is_crossed in query.tuples(connection, FOLDER / "find_crossings.sql", {"days": days}):
        yield day, "/".join(["chance", *names]), str(int(is_crossed))


def _same(due: Due, name: str, now: Mapping[str, str]) -> bool:
    """Return whether the workload of a forecast is still defined as it was when the forecast was registered."""
    if due.kind == "rent":
        return True
    workload = name.split("/")[2]
    return now.get(workload) == due.workloads.get(workload)
