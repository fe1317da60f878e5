"""The record of the methods at an origin: their spreads and relative scores, from the scores of earlier forecasts.

Only forecasts whose target date lies on or before the origin count. `scores.py` scores a forecast.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from assets.trends.series import Floats

HORIZONS = (1, 3, 6, 12, 18, 24)
"""Months ahead at which forecasts are checked."""
BASELINE, LINEAR_POOL, POOL = "no-change", "linear-pool", "pool"
"""The method that all others are compared with, and the pool before and after recalibration."""
HALF_LIFE_MONTHS = 12.0
LEVELS = (0.5, 0.8, 0.95)
"""Central intervals whose coverage is checked."""
LEVEL_Z = np.array([NormalDist().inv_cdf(0.5 + level / 2) for level in LEVELS])
PRIOR_SPREAD, PRIOR_ORIGINS = 0.8, 6.0
"""The spread before any forecast has been scored, and the number of independent origins it counts as.

Below 1, because a linear pool of members that are calibrated is too wide (Gneiting & Ranjan 2013, Electronic Journal of
Statistics 7): it adds their disagreement to the uncertainty of each.
"""


class Tally(NamedTuple):
    """All forecasts of one method from one origin at one horizon: sums over the series it shares with no-change.

    `crps`, `baseline_crps` and `pool_crps` are sums over the same series, of the method, of no-change and of the pool.
    `in_50`, `in_80` and `in_95` count the costs that came within these central intervals.
    """

    method: str
    origin: date
    horizon_months: int
    target: date
    n: int
    crps: float
    baseline_crps: float
    pool_crps: float
    in_50: int
    in_80: int
    in_95: int


Spreads = tuple[tuple[float, ...], ...]
"""By month ahead, the spread of each of LEVELS.

The recalibrated interval of a level is as wide as that of the drawn paths at z times the spread, with z the normal
quantile of the level: 1 leaves it, below 1 narrows it.
"""


@dataclass(frozen=True, eq=False)
class MethodRecord:
    """What was known of the methods on a day: the forecasts whose target had come by then."""

    origin: date
    tallies: tuple[Tally, ...]


def record_at(origin: date, tallies: Iterable[Tally]) -> MethodRecord:
    """Return the record on a day, from the forecasts whose target was known by then."""
    return MethodRecord(origin, tuple(tally for tally in tallies if tally.target <= origin))


@lru_cache(maxsize=64)
def spreads_of(record: MethodRecord, method: str = LINEAR_POOL) -> Spreads:
    """Return the spreads of a method at each horizon, and between two of them; by month.

    A horizon without a score keeps the prior, because the spread at one quarter does not predict that at one year.
    """
    here = [tally for tally in record.tallies if tally.method == method]
    by_horizon = np.array(
        [_spread([tally for tally in here if tally.horizon_months == ahead], record.origin) for ahead in HORIZONS]
    )
    months = np.log(np.arange(1, max(HORIZONS) + 1))
    by_level = [np.interp(months, np.log(HORIZONS), spreads).tolist() for spreads in by_horizon.T]
    return tuple(zip(*by_level, strict=True))


def relative_crps(record: MethodRecord, method: str) -> float | None:
    """Return the CRPS of a method over that of no-change, the mean over the horizons; None without any forecast.

    A score counts half after a year, and a horizon in full once three origins have been scored.
    """
    tallies = [tally for tally in record.tallies if tally.method == method]
    ratios, weights = [], []
    for horizon in sorted({tally.horizon_months for tally in tallies}):
        here = [tally for tally in tallies if tally.horizon_months == horizon]
        fresh = [_freshness(tally, record.origin) for tally in here]
        baseline = sum(weight * tally.baseline_crps for weight, tally in zip(fresh, here, strict=True))
        if baseline > 0:
            ratios.append(sum(weight * tally.crps for weight, tally in zip(fresh, here, strict=True)) / baseline)
            weights.append(min(1.0, len(here) / 3))
    return float(np.average(ratios, weights=weights)) if ratios else None


def _spread(here: Sequence[Tally], origin: date) -> Floats:
    """Return the spreads (levels,) with which past intervals of one horizon would have had their nominal coverage.

    Origins a month apart share most of a long horizon, so h / 2 months of them count as one.
    """
    if not here:
        return np.full(len(LEVELS), PRIOR_SPREAD)
    fresh = np.array([_freshness(tally, origin) for tally in here])
    held = fresh @ np.array([(tally.in_50, tally.in_80, tally.in_95) for tally in here])
    share_held = held / (fresh @ np.array([tally.n for tally in here]))
    count, normal = 2 * len(here) / here[0].horizon_months, NormalDist()
    prior = np.array([2 * normal.cdf(z / PRIOR_SPREAD) - 1 for z in LEVEL_Z])
    covered = (count * share_held + PRIOR_ORIGINS * prior) / (count + PRIOR_ORIGINS)
    # The observed coverage of the interval at LEVEL_Z is the nominal coverage at `reached`; linear in between.
    reached = np.array([normal.inv_cdf(0.5 + level / 2) for level in covered])
    return np.interp(LEVEL_Z, [0, *reached, 9 * reached[-1]], [0, *LEVEL_Z, 9 * LEVEL_Z[-1]]) / LEVEL_Z


def _freshness(tally: Tally, origin: date) -> float:
    months = (origin.year - tally.target.year) * 12 + origin.month - tally.target.month
    return 0.5 ** (months / HALF_LIFE_MONTHS)
