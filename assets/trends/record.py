"""The record of the methods at an origin: weights and spreads of the pool, from the scores of earlier forecasts.

Only forecasts whose target date lies on or before the origin count. `scores.py` scores a forecast.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from assets.trends.methods.registry import METHODS
from assets.trends.series import Floats

HORIZONS = (1, 3, 6, 12, 18, 24)
"""Months ahead at which forecasts are checked."""
BASELINE, LINEAR_POOL, POOL = "no-change", "linear-pool", "pool"
"""The method that all others are compared with, and the pool before and after recalibration."""
FLOOR = 0.05
"""Least weight of a method that is kept."""
KEPT_GAIN = 0.5
"""A method is kept while its gain over no-change is at least half that of the best method."""
SHARPNESS = 10.0
"""A weight is proportional to (CRPS relative to no-change) to the power of minus this."""
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

    `in_50`, `in_80` and `in_95` count the costs that came within these central intervals.
    """

    method: str
    origin: date
    horizon_months: int
    target: date
    n: int
    crps: float
    baseline_crps: float
    in_50: int
    in_80: int
    in_95: int


@dataclass(frozen=True)
class MethodRecord:
    """Weights by method (they sum to 1) and the spreads of the pool: by month ahead, of each of LEVELS.

    The recalibrated interval of a level is as wide as that of the pooled paths at z times the spread, with z the normal
    quantile of the level: 1 leaves it, below 1 narrows it.
    """

    weights: Mapping[str, float]
    spreads: tuple[tuple[float, ...], ...]


def record_at(origin: date, tallies: Iterable[Tally]) -> MethodRecord:
    """Return weights and spreads from the forecasts whose target was known on that day; without any, the votes."""
    known = [tally for tally in tallies if tally.target <= origin]
    return MethodRecord(_weights(relative_scores(origin, known)), _spreads(known, origin))


def votes_of_all() -> dict[str, float]:
    """Return the weights before anything is known: one vote for each group of relatives, shared equally in it."""
    sizes = Counter(method.relatives for method in METHODS.values())
    return {name: 1 / sizes[method.relatives] / len(sizes) for name, method in METHODS.items()}


def relative_scores(origin: date, tallies: Iterable[Tally]) -> dict[str, float | None]:
    """Return the CRPS of each method over that of no-change, from forecasts scored by that day; None without any."""
    known = [tally for tally in tallies if tally.target <= origin]
    return {name: _relative_crps([tally for tally in known if tally.method == name], origin) for name in votes_of_all()}


def _weights(scores: Mapping[str, float | None]) -> dict[str, float]:
    votes = votes_of_all()
    known = [score for score in scores.values() if score is not None]
    if not known:
        return votes
    worst = 1 - KEPT_GAIN * (1 - min(*known, 1.0))
    kept = {name: score for name, score in scores.items() if score is not None and score <= worst}
    raw = {name: votes[name] * score**-SHARPNESS for name, score in kept.items()}
    total = sum(raw.values())
    return {name: FLOOR + (1 - FLOOR * len(raw)) * weight / total for name, weight in raw.items()}


def _relative_crps(tallies: Sequence[Tally], origin: date) -> float | None:
    """Mean over the horizons of CRPS over that of no-change; a horizon of three origins or more counts in full."""
    ratios, weights = [], []
    for horizon in sorted({tally.horizon_months for tally in tallies}):
        here = [tally for tally in tallies if tally.horizon_months == horizon]
        fresh = [_freshness(tally, origin) for tally in here]
        baseline = sum(weight * tally.baseline_crps for weight, tally in zip(fresh, here, strict=True))
        if baseline > 0:
            ratios.append(sum(weight * tally.crps for weight, tally in zip(fresh, here, strict=True)) / baseline)
            weights.append(min(1.0, len(here) / 3))
    return float(np.average(ratios, weights=weights)) if ratios else None


def _spreads(known: Sequence[Tally], origin: date) -> tuple[tuple[float, ...], ...]:
    """Spreads at each horizon, and between two of them; by month.

    A horizon without a score keeps the prior, because the spread at one quarter does not predict that at one year.
    """
    pools = [tally for tally in known if tally.method == LINEAR_POOL]
    by_horizon = np.array(
        [_spread([tally for tally in pools if tally.horizon_months == ahead], origin) for ahead in HORIZONS]
    )
    months = np.log(np.arange(1, max(HORIZONS) + 1))
    by_level = [np.interp(months, np.log(HORIZONS), spreads).tolist() for spreads in by_horizon.T]
    return tuple(zip(*by_level, strict=True))


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
