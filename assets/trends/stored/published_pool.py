"""The pool of a published file, to forecast a series of the user with the market and the record of that day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from assets.trends.family import fit_methods
from assets.trends.methods import pool
from assets.trends.methods.interface import Fit, UnfittedError
from assets.trends.methods.panel import Panel, known_at
from assets.trends.record import Tally, record_at, spreads_of
from assets.trends.series import CostSeries, FrontierSeries
from assets.trends.stored.backtest_tables import kept_tallies
from assets.trends.stored.known_panel import known_panel

if TYPE_CHECKING:
    from datetime import date

    import duckdb


@dataclass(frozen=True, eq=False)
class PublishedPool:
    """The published panel with the offers of one workload, and the scores of past forecasts."""

    panel: Panel
    tallies: tuple[Tally, ...]
    workload: str

    def known(self, day: date) -> Panel:
        """Return the panel as known on a day; the published one where that is earlier.

        Raises:
            UnfittedError: No price of the panel was known on that day.
        """
        panel = self.panel if day >= self.panel.origin else known_at(self.panel, day)
        if not panel.series:
            raise UnfittedError(f"the published panel has no price as early as {day}")
        return panel

    def fit(self, series: CostSeries) -> Fit:
        """Fit the pool to a series that belongs to no bar, with the panel and the record of its last day.

        Raises:
            UnfittedError: No member of the pool can be fitted.
        """
        frontier = FrontierSeries("", self.workload, series)
        fits = fit_methods(pool.MEMBERS, frontier, self.known(series.as_of))
        if not fits:
            raise UnfittedError(f"no member fits a series of {len(series.dates)}: give costs of two calendar months")
        return pool.fit(frontier, fits, spreads_of(record_at(series.as_of, self.tallies)))[1]


def read_pool(connection: duckdb.DuckDBPyConnection, as_of: date, workload: str) -> PublishedPool | None:
    """Read the pool of one workload from a published file; None where the file has no frontier."""
    panel = known_panel(connection, as_of)
    tallies = tuple(chain.from_iterable(kept_tallies(connection).values()))
    return PublishedPool(panel, tallies, workload) if panel else None
