"""Reads the panel that the methods fit: every frontier and every offer, and their vintages."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assets.trends.bar_draws import Rival
from assets.trends.methods.panel import CostStep, Panel, PanelRows, read_panel
from assets.trends.stored.known_drivers import known_drivers, open_models, quarters
from assets.trends.vintages import Reading, Vintages
from warehouse import query

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
BOUNDS = ("central", "low", "high", "any-effort")
"""Readings of a bar by current scores; any other reading is the day of a vintage."""


def known_panel(connection: duckdb.DuckDBPyConnection, as_of: date) -> Panel | None:
    """Read out_frontier and the offers behind it, later steps left out; None where there is no frontier."""
    rows = panel_rows(connection, as_of)
    return read_panel(rows, as_of) if rows.steps else None


def panel_rows(connection: duckdb.DuckDBPyConnection, as_of: date) -> PanelRows:
    """Return the frontier steps, the offers behind them and the evidence about drivers, for `read_panel`."""
    return PanelRows(
        tuple(query.tuples(connection, HERE / "find_frontier_costs.sql", {"as_of": as_of})),
        tuple(query.tuples(connection, HERE / "find_offers.sql", {"as_of": as_of})),
        known_drivers(connection, as_of, quarters(as_of)),
    )


def known_vintages(connection: duckdb.DuckDBPyConnection, as_of: date) -> Vintages:
    """Return the vintages: the frontier of every bar after each snapshot of its benchmark."""
    days: dict[str, list[date]] = defaultdict(list)
    for bar, known_on in query.tuples(connection, HERE / "find_snapshots.sql"):
        days[bar].append(known_on)
    steps: dict[Reading, list[CostStep]] = defaultdict(list)
    for bar, known_on, *step in query.tuples(connection, HERE / "find_vintage_costs.sql", {"as_of": as_of}):
        steps[bar, known_on].append((bar, *step))
    scores: dict[date, dict[tuple[str, str], float]] = defaultdict(dict)
    for known_on, workload, model_id, score in query.tuples(connection, HERE / "find_capability.sql"):
        scores[known_on][workload, model_id] = score
    models = open_models(connection, as_of, quarters(as_of)).items()
    return Vintages(
        {bar: tuple(values) for bar, values in days.items()},
        {reading: tuple(values) for reading, values in steps.items()},
        {(bar, date.fromisoformat(bound)): values for (bar, bound), values in models if bound not in BOUNDS},
        scores,
    )


def bar_rivals(connection: duckdb.DuckDBPyConnection, as_of: date) -> tuple[Rival, ...]:
    """Return every model on sale at each bar and workload, with the intervals of the bar and of the scores."""
    return tuple(query.rows_as(connection, Rival, HERE / "find_bar_rivals.sql", {"as_of": as_of}))


def last_observed_day(connection: duckdb.DuckDBPyConnection, as_of: date) -> date:
    """Return the last day up to `as_of` on which any price was observed; `as_of` itself where none was."""
    return query.value(connection, HERE / "find_last_observed_day.sql", {"as_of": as_of}) or as_of


def next_end_of_offer(connection: duckdb.DuckDBPyConnection, as_of: date) -> date | None:
    """Return the first day after `as_of` on which the cost of an offer ends or changes, if one is known."""
    return query.value(connection, HERE / "find_next_end_of_offer.sql", {"as_of": as_of})
