"""Draw paths for each series and method, and compute every quantile, level and first passage from them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from assets.forecasts.search_gap import SearchGap, find_gap
from assets.trends.bar_draws import Rival, level_offsets
from assets.trends.family import LINEAR_POOL, POOL, fit_family
from assets.trends.methods.interface import Fit
from assets.trends.methods.panel import PanelRows, read_panel
from assets.trends.moving_targets import SearchCost
from assets.trends.paths import add_months, months_reaching, seed_for
from assets.trends.race import Race, Targets, known_targets
from assets.trends.record import Tally, record_at
from assets.trends.series import Floats, FrontierSeries

PATHS, POOL_PATHS = 1_000, 5_000
"""Two standard errors of a probability are at most 3.2 points by 1,000 paths, and 1.4 points by the pool's 5,000."""
KEPT_PATHS = 1_000
KEPT_WORKLOADS = ("chat", "grounded", "reasoning")
"""One workload for each way of answering, whose paths by the pool are kept for what-if questions."""
HORIZON_MONTHS = 60
THREADS = 2
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
    reached: tuple[tuple[int | None, ...], ...]
    gap: SearchGap | None = None
    """Of the pool."""
    log10_ratio: Floats | None = None
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
    """Forecast every series by every method; the result does not depend on the order of the series.

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
    targets = known_targets(costs, as_of, HORIZON_MONTHS, POOL_PATHS)
    offsets = level_offsets(today.rivals)

    def forecasts(series: FrontierSeries) -> list[Forecast]:
        fits = fit_family(series, panel, record)
        starts = offsets.get((series.bar, series.workload), np.zeros(1))
        return [
            _forecast(series, method, fit, targets, starts) for method, fit in fits.items() if method != LINEAR_POOL
        ]

    # Drawing and sorting hold no lock, so two cores shorten the wait. Each fit has its own seed, whoever draws it.
    with ThreadPoolExecutor(THREADS) as pool:
        on_sale = [series for series in panel.series if (series.bar, series.workload) not in today.ended]
        return tuple(forecast for of_series in pool.map(forecasts, on_sale) for forecast in of_series)


def _forecast(series: FrontierSeries, method: str, fit: Fit, targets: Targets, starts: Floats) -> Forecast:
    # Each path starts from the cost at one draw of the bar, every draw in turn.
    paths = draw(fit, series.bar, series.workload, method)
    paths += np.resize(starts, (len(paths), 1))
    published, monthly = Race(paths, targets, PUBLISHED_MONTHS), Race(paths, targets)
    passage = monthly.p_first_passage()
    keeps = method == POOL and series.workload in KEPT_WORKLOADS
    return Forecast(
        series.bar,
        series.workload,
        method,
        published.alone.quantiles(QUANTILES),
        published.p_level(),
        passage[:, np.array(PUBLISHED_MONTHS) - 1],
        tuple(months_reaching(row, monthly.alone.months, CROSSING_PROBABILITIES) for row in passage),
        find_gap(paths, targets) if method == POOL else None,
        paths[:: POOL_PATHS // KEPT_PATHS] - np.log10(series.series.usd[-1]) if keeps else None,
    )


def draw(fit: Fit, bar: str, workload: str, method: str) -> Floats:
    """Draw the paths (paths, months) of log10 USD of a fit, seeded by its names."""
    return fit.draw(seed_for(bar, workload, method), HORIZON_MONTHS, POOL_PATHS if method == POOL else PATHS)


def published_dates(origin: date) -> list[date]:
    """Return the dates that forecasts are published for."""
    return [add_months(origin, months) for months in PUBLISHED_MONTHS]
