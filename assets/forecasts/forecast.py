"""Drawing paths once per series and method, and reading every quantile, level and first passage off them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from assets.forecasts.search_gap import Gap, find_gap
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
"""One workload for each way of answering, whose paths by the pool are kept to ask what-if questions of."""
HORIZON_MONTHS = 60
THREADS = 2
PUBLISHED_MONTHS = (*range(1, 13), 15, 18, 21, 24, 30, 36, 42, 48, 54, 60)
QUANTILES = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
CROSSING_PROBABILITIES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Forecast:
    """One method's forecast of one series: USD (quantiles, months), probabilities (targets, months), months reached."""

    bar: str
    workload: str
    method: str
    usd: Floats
    p_level: Floats
    p_first_passage: Floats
    reached: tuple[tuple[int | None, ...], ...]
    gap: Gap | None = None
    """Of the pool."""
    log10_ratio: Floats | None = None
    """Paths (paths, months) of the log10 cost over today's, of the series whose paths are kept."""


class Today(NamedTuple):
    """What is on sale: of the (bar, workload) in `ended` nothing; by `rivals` what is not known of a bar is drawn."""

    ended: frozenset[tuple[str, str]] = frozenset()
    rivals: tuple[Rival, ...] = ()


NOTHING_ENDED = Today()


@lru_cache(maxsize=1)
def draw_forecasts(
    rows: PanelRows,
    tallies: tuple[Tally, ...],
    as_of: date,
    costs: tuple[SearchCost, ...],
    today: Today = NOTHING_ENDED,
) -> tuple[Forecast, ...]:
    """Every method's forecast of every series; the same series and names give the same numbers in any order.

    `rows` are those of a panel, `tallies` how forecasts from earlier origins did, `costs` every dated cost of a search:
    the targets are those of `known_targets`, in its order. Kept once, because five tables are made of it.
    """
    if not rows.steps:
        return ()
    panel, standing = read_panel(rows, as_of), record_at(as_of, tallies)
    targets = known_targets(costs, as_of, HORIZON_MONTHS, POOL_PATHS)
    offsets = level_offsets(today.rivals)

    def forecasts(one: FrontierSeries) -> list[Forecast]:
        fits = fit_family(one, panel, standing)
        starts = offsets.get((one.bar, one.workload), np.zeros(1))
        return [_forecast(one, method, fit, targets, starts) for method, fit in fits.items() if method != LINEAR_POOL]

    # Drawing and sorting hold no lock, so two cores shorten the wait. Each fit has its own seed, whoever draws it.
    with ThreadPoolExecutor(THREADS) as pool:
        on_sale = [one for one in panel.series if (one.bar, one.workload) not in today.ended]
        return tuple(found for of_series in pool.map(forecasts, on_sale) for found in of_series)


def _forecast(one: FrontierSeries, method: str, fit: Fit, targets: Targets, starts: Floats) -> Forecast:
    # Each path starts from the cost at one draw of the bar, every draw in turn.
    paths = draw(fit, one.bar, one.workload, method)
    paths += np.resize(starts, (len(paths), 1))
    published, monthly = Race(paths, targets, PUBLISHED_MONTHS), Race(paths, targets)
    passage = monthly.p_first_passage()
    keeps = method == POOL and one.workload in KEPT_WORKLOADS
    return Forecast(
        one.bar,
        one.workload,
        method,
        published.alone.quantiles(QUANTILES),
        published.p_level(),
        passage[:, np.array(PUBLISHED_MONTHS) - 1],
        tuple(months_reaching(row, monthly.alone.months, CROSSING_PROBABILITIES) for row in passage),
        find_gap(paths, targets) if method == POOL else None,
        paths[:: POOL_PATHS // KEPT_PATHS] - np.log10(one.series.usd[-1]) if keeps else None,
    )


def draw(fit: Fit, bar: str, workload: str, method: str) -> Floats:
    """The paths (paths, months) of log10 USD of one fit, seeded by its names."""
    return fit.draw(seed_for(bar, workload, method), HORIZON_MONTHS, POOL_PATHS if method == POOL else PATHS)


def published_dates(origin: date) -> list[date]:
    """The dates that forecasts are published for."""
    return [add_months(origin, months) for months in PUBLISHED_MONTHS]
