"""Reading what the methods see: every frontier and every offer in the database, and how they were seen before."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assets.trends.bar_draws import Rival
from assets.trends.methods.panel import CostStep, Panel, PanelRows, read_panel
from assets.trends.stored.known_drivers import known_drivers, open_models, quarters
from assets.trends.vintages import Reading, Vintages

if TYPE_CHECKING:
    import duckdb

BOUNDS = ("central", "low", "high", "any-effort")
"""Readings of a bar by all that is known now; any other is the day up to which it was known."""


def known_panel(connection: duckdb.DuckDBPyConnection, as_of: date) -> Panel | None:
    """Read out_frontier and the offers behind it, later steps left out; None where there is no frontier."""
    rows = panel_rows(connection, as_of)
    return read_panel(rows, as_of) if rows.steps else None


def panel_rows(connection: duckdb.DuckDBPyConnection, as_of: date) -> PanelRows:
    """The steps, the offers behind them and what is known of the drivers, that `read_panel` makes a panel of."""
    return PanelRows(
        tuple(_rows(connection, "find_frontier_costs", as_of)),
        tuple(_rows(connection, "find_offers", as_of)),
        known_drivers(connection, as_of, quarters(as_of)),
    )


def known_vintages(connection: duckdb.DuckDBPyConnection, as_of: date) -> Vintages:
    """How every bar was seen after each snapshot of its benchmark."""
    days: dict[str, list[date]] = defaultdict(list)
    for bar, known_on in _rows(connection, "find_snapshots"):
        days[bar].append(known_on)
    steps: dict[Reading, list[CostStep]] = defaultdict(list)
    for bar, known_on, *step in _rows(connection, "find_vintage_costs", as_of):
        steps[bar, known_on].append((bar, *step))
    scores: dict[date, dict[tuple[str, str], float]] = defaultdict(dict)
    for known_on, workload, model_id, score in _rows(connection, "find_capability"):
        scores[known_on][workload, model_id] = score
    models = open_models(connection, as_of, quarters(as_of)).items()
    return Vintages(
        {bar: tuple(values) for bar, values in days.items()},
        {reading: tuple(values) for reading, values in steps.items()},
        {(bar, date.fromisoformat(bound)): values for (bar, bound), values in models if bound not in BOUNDS},
        scores,
    )


def bar_rivals(connection: duckdb.DuckDBPyConnection, as_of: date) -> tuple[Rival, ...]:
    """Every model on sale at each bar and workload, with the intervals of the bar and of the scores."""
    return tuple(Rival(*row) for row in _rows(connection, "find_bar_rivals", as_of))


def last_look(connection: duckdb.DuckDBPyConnection, as_of: date) -> date:
    """The last day up to `as_of` on which any price was seen; `as_of` itself where none was."""
    ((day,),) = _rows(connection, "find_last_look", as_of)
    return day or as_of


def _rows(connection: duckdb.DuckDBPyConnection, name: str, as_of: date | None = None) -> list[tuple]:
    query = (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
    return connection.execute(query, {"as_of": as_of} if as_of else None).fetchall()
