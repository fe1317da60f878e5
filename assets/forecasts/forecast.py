"""Draw paths for each series and method, and compute every quantile, level and first passage from them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from assets.forecasts.search_gap import SearchGap, find_gap
from assets.spread import spread
from assets.trends.bar_draws import Rival, level_offsets
from assets.trends.family import LINEAR_POOL, POOL, fit_family
from assets.trends.methods.interface import Fit
from assets.trends.methods.panel import PanelRows, read_panel
from assets.trends.moving_targets import SearchCost
from assets.trends.paths import add_months, months_reaching, seed_for
from assets.trends.race import Targets, known_targets, start_race
from assets.trends.record import Tally, record_at
from assets.trends.series import Floats
from assets.trends.shares import Float32s

PATHS, POOL_PATHS = 1_000, 5_000
"""Two standard errors of a probability are at most 3.2 points by 1,000 paths, and 1.4 points by the pool's 5,000."""
KEPT_PATHS = 1_000
KEPT_WORKLOADS = ("chat", "grounded", "reasoning")
"""One workload for each way of answering, whose paths by the pool are kept for what-if questions."""
HORIZON_MONTHS = 60
MOST_PROCESSES = 2
"""Measured on two processors; a process more takes 80 MB and half a second to start."""
LEAST_SERIES = 16
"""Fewer series are drawn in this process in less time than another takes to start."""
PUBLISHED_MONTHS = (*range(1, 13), 15, 18, 21, 24, 30, 36, 42, 48, 54, 60)
QUANTILES = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
CROSSING_PROBABILITIES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Forecast:
    """A method's forecast of a series: USD (quantiles, months), probabilities (targets, months), months reached."""

    bar: str
    workload: str
    method: str
    usd: Floats
    p_level: Floats
    p_first_passage: Floats
    reached: list[tuple[int | None, ...]]
    gap: SearchGap | None = None
    """Of the pool."""
    log10_ratio: Float32s | None = None
    """Paths (paths, months) of the log10 cost over today's, of the series whose paths are kept."""


class CurrentOffers(NamedTuple):
    """The (bar, workload) pairs without an offer on sale, and the offers from which each bar's uncertainty is drawn."""

    ended: frozenset[tuple[str, str]] = frozenset()
    rivals: tuple[Rival, ...] = ()


NOTHING_ENDED = CurrentOffers()


def draw_forecasts(
    rows: PanelRows,
    tallies: tuple[Tally, ...],
    as_of: date,
    costs: tuple[SearchCost, ...],
    today: CurrentOffers = NOTHING_ENDED,
) -> tuple[Forecast, ...]:
    """Forecast every series by every method; the result depends neither on the order of the series nor on processes.

    Args:
        rows: Rows of a panel.
        tallies: Scores of forecasts from earlier origins.
        as_of: Origin of the forecasts.
        costs: Every dated cost of a search.
        today: Which series have an offer, and the offers that their bars are drawn from.

    Returns:
        Forecasts whose targets are those of `known_targets(costs)`, in its order.
    """
    if not rows.steps:
        return ()
    panel, record = read_panel(rows, as_of), record_at(as_of, tallies)
    on_sale = [series for series in panel.series if (series.bar, series.workload) not in today.ended]
    offsets = level_offsets(today.rivals)

    def fit_all() -> Iterator[FittedSeries]:
        for series in on_sale:
            names = series.bar, series.workload
            yield FittedSeries(*names, series.series.usd[-1], offsets.get(names), fit_family(series, panel, record))

    forecast_series = partial(_forecast_series, costs=costs, as_of=as_of)
    # Each fit has a seed of its own, whoever draws it: the numbers do not depend on the processes.
    of_series = spread(forecast_series, fit_all(), processes_for(len(on_sale)))
    return tuple(forecast for forecasts in of_series for forecast in forecasts)


def processes_for(series: int) -> int:
    """Return the number of processes that draw this number of series soonest."""
    return min(MOST_PROCESSES, os.cpu_count() or 1) if series >= LEAST_SERIES else 1


class FittedSeries(NamedTuple):
    """The fits of one series by method, its last cost in USD, and the offsets at which its paths start, if any."""

    bar: str
    workload: str
    usd: float
    offsets: Floats | None
    fits: dict[str, Fit]


def _forecast_series(fitted: FittedSeries, costs: tuple[SearchCost, ...], as_of: date) -> list[Forecast]:
    targets = _targets(costs, as_of)
    return [_forecast(fitted, method, targets) for method in fitted.fits if method != LINEAR_POOL]


@lru_cache(maxsize=1)
def _targets(costs: tuple[SearchCost, ...], as_of: date) -> Targets:
    return known_targets(costs, as_of, HORIZON_MONTHS, POOL_PATHS)


def _forecast(fitted: FittedSeries, method: str, targets: Targets) -> Forecast:
    paths = draw(fitted.fits[method], fitted.bar, fitted.workload, method)
    if fitted.offsets is not None:  # each path starts from the cost at one draw of the bar, every draw in turn
        paths += np.resize(fitted.offsets, (len(paths), 1))
    monthly = start_race(paths, targets)
    published, passage = monthly.at(PUBLISHED_MONTHS), monthly.p_first_passage()
    keeps = method == POOL and fitted.workload in KEPT_WORKLOADS
    return Forecast(
        fitted.bar,
        fitted.workload,
        method,
        published.alone.quantiles(QUANTILES),
        published.p_level(),
        passage[:, np.array(PUBLISHED_MONTHS) - 1],
        months_reaching(passage, monthly.alone.months, CROSSING_PROBABILITIES),
        find_gap(monthly) if method == POOL else None,
        (paths[:: POOL_PATHS // KEPT_PATHS] - np.log10(fitted.usd)).astype(np.float32) if keeps else None,
    )


def draw(fit: Fit, bar: str, workload: str, method: str) -> Floats:
    """Draw the paths (paths, months) of log10 USD of a fit, seeded by its names."""
    return fit.draw(seed_for(bar, workload, method), HORIZON_MONTHS, POOL_PATHS if method == POOL else PATHS)


def published_dates(origin: date) -> list[date]:
    """Return the dates that forecasts are published for."""
    return [add_months(origin, months) for months in PUBLISHED_MONTHS]
