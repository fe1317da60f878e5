"""What earlier forecasts tell about the methods at an origin: the weights of the pool and how wide it should be.

Only forecasts whose target date lies on or before the origin count. How a forecast is scored is in `scores.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

HORIZONS = (1, 3, 6, 12, 18, 24)
"""Months ahead at which forecasts are checked."""
RELATIVES = (
    ("no-change", "ten-x-per-year"),
    ("record-ols", "drift", "drift-ma", "damped-trend", "regimes", "jumps"),
    ("lifecycle",),
    ("frontier-quantile", "hedonic"),
    ("drivers",),
)
"""Methods that read the same thing share one vote: nothing, the series itself, the other bars, the whole market, or
what moves it."""
BASELINE = "no-change"
FLOOR = 0.05
KEPT_GAIN = 0.5
"""A method is kept while its gain over no-change is at least half that of the best method."""
SHARPNESS = 8.0
"""Weights go with (CRPS relative to no-change) to the power of minus this."""
HALF_LIFE_MONTHS = 12.0
PRIOR_SPREAD, PRIOR_ORIGINS = 0.8, 6.0
"""The spread before any forecast has been checked, and the independent origins it stands for.

Below 1, because a linear pool of members that are calibrated is too wide (Gneiting & Ranjan 2013, Electronic Journal of
Statistics 7): it adds what they disagree on to what each does not know.
"""
LEAST_SPREAD = 0.5
SPREAD_MONTHS = 24


class Tally(NamedTuple):
    """All forecasts of one method from one origin at one horizon: sums over the series it shares with no-change.

    `squares` sums z^2 of the PIT on the normal scale, which is 1 on average where the spread is right.
    """

    method: str
    origin: date
    horizon_months: int
    target: date
    n: int
    crps: float
    baseline_crps: float
    squares: float


@dataclass(frozen=True)
class Standing:
    """Weights by method (they sum to 1) and the spread of the pool by month ahead, from the first to the 24th."""

    weights: Mapping[str, float]
    spreads: tuple[float, ...]


def standing_at(origin: date, tallies: Iterable[Tally]) -> Standing:
    """Weights and spreads from the forecasts whose target was known on that day; without any, the votes alone."""
    known = [tally for tally in tallies if tally.target <= origin]
    return Standing(_weights(known, origin), _spreads(known, origin))


def votes_of_all() -> dict[str, float]:
    """Weights before anything is known: one vote for each group of relatives."""
    return {name: 1 / len(group) / len(RELATIVES) for group in RELATIVES for name in group}


def _weights(known: Sequence[Tally], origin: date) -> dict[str, float]:
    votes = votes_of_all()
    scores = {name: _relative_crps([one for one in known if one.method == name], origin) for name in votes}
    found = [score for score in scores.values() if score is not None]
    if not found:
        return votes
    worst = 1 - KEPT_GAIN * (1 - min(*found, 1.0))
    kept = {name: score for name, score in scores.items() if score is not None and score <= worst}
    raw = {name: votes[name] * score**-SHARPNESS for name, score in kept.items()}
    total = sum(raw.values())
    return {name: FLOOR + (1 - FLOOR * len(raw)) * weight / total for name, weight in raw.items()}


def _relative_crps(tallies: Sequence[Tally], origin: date) -> float | None:
    """Mean over the horizons of CRPS over that of no-change; a horizon of three origins or more counts in full."""
    ratios, weights = [], []
    for horizon in sorted({one.horizon_months for one in tallies}):
        here = [one for one in tallies if one.horizon_months == horizon]
        fresh = [_freshness(one, origin) for one in here]
        baseline = sum(weight * one.baseline_crps for weight, one in zip(fresh, here, strict=True))
        if baseline > 0:
            ratios.append(sum(weight * one.crps for weight, one in zip(fresh, here, strict=True)) / baseline)
            weights.append(min(1.0, len(here) / 3))
    return float(np.average(ratios, weights=weights)) if ratios else None


def _spreads(known: Sequence[Tally], origin: date) -> tuple[float, ...]:
    """Root mean square of z at each horizon, pulled to PRIOR_SPREAD as few independent origins are known; by month.

    A horizon of which nothing is known keeps the prior: how wide the next quarter was is no guide to the next year.
    """
    found = [_spread([one for one in known if one.horizon_months == horizon], horizon, origin) for horizon in HORIZONS]
    months = np.log(np.arange(1, SPREAD_MONTHS + 1))
    return tuple(float(spread) for spread in np.interp(months, np.log(HORIZONS), found))


def _spread(known: Sequence[Tally], horizon: int, origin: date) -> float:
    """Origins a month apart share most of a long horizon, so h / 2 months of them count as one."""
    here = [one for one in known if one.method == "linear-pool"]
    if not here:
        return PRIOR_SPREAD
    fresh = np.array([_freshness(one, origin) * one.n for one in here])
    square = float(fresh @ np.array([one.squares / one.n for one in here]) / fresh.sum())
    count = 2 * len(here) / horizon
    return max(LEAST_SPREAD, math.sqrt((count * square + PRIOR_ORIGINS * PRIOR_SPREAD**2) / (count + PRIOR_ORIGINS)))


def _freshness(tally: Tally, origin: date) -> float:
    months = (origin.year - tally.target.year) * 12 + origin.month - tally.target.month
    return 0.5 ** (months / HALF_LIFE_MONTHS)
