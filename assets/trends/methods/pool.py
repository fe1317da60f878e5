"""The headline: a linear pool of the other methods, weighed by their record, its spread mended by its own record.

Where the weights and spreads come from is `record.py`; here they are only used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assets.trends.methods.interface import Fit, Trend, trend_of_next_year
from assets.trends.series import Floats, FrontierSeries, monthly_log10

KNOTS = 401
"""Quantiles at which a month's paths are moved; between them the move is linear."""


@dataclass(frozen=True, eq=False)
class LinearPool:
    """Members with weights that sum to 1: each gives that share of the paths."""

    members: tuple[Fit, ...]
    weights: Floats
    last: float
    n: int
    window_from: date
    window_to: date

    def trend(self, interval: float) -> Trend:
        """Rate of the median path over the next year."""
        return trend_of_next_year(self, self.last, interval, self.n, (self.window_from, self.window_to))

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD, member after member."""
        ends = np.rint(np.cumsum(self.weights) * paths).astype(np.int64)
        counts = np.diff(ends, prepend=0)
        drawn = [member.draw(rng, months, count).T for member, count in zip(self.members, counts, strict=True) if count]
        return np.concatenate(drawn, axis=1).T


@dataclass(frozen=True, eq=False)
class Recalibrated:
    """A fit whose ranks are pulled to or pushed from the middle: `spreads` (all months asked for, or fewer).

    A path at rank u of its month takes the value at rank Phi(spread x Phi^-1(u)): 1 leaves it, more widens. Months past
    the last spread keep that one.
    """

    fit: LinearPool
    spreads: Floats

    def trend(self, interval: float) -> Trend:
        """Rate of the median path, which no spread moves."""
        return self.fit.trend(interval)

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD; paths keep their order in every month, so they stay paths."""
        walks = np.ascontiguousarray(self.fit.draw(rng, months, paths).T)
        for month in range(months):
            spread = self.spreads[min(month, len(self.spreads) - 1)]
            if spread != 1:
                _respread(walks[month], float(spread))
        return walks.T


def fit(
    one: FrontierSeries, fits: Mapping[str, Fit], weights: Mapping[str, float], spreads: Sequence[float]
) -> tuple[LinearPool, Recalibrated]:
    """Pool the fits that have a weight, before and after recalibration; `spreads` are by month ahead.

    Members without a fit for this series leave their weight to the others.
    Raises ValueError when no fit has a weight.
    """
    ends, levels = monthly_log10(one.series)
    members = [(fits[name], weight) for name, weight in sorted(weights.items()) if name in fits and weight > 0]
    if not members:
        raise ValueError("a pool needs at least 1 member with a weight, got 0")
    shares = np.array([weight for _, weight in members])
    found = tuple(member for member, _ in members)
    pooled = LinearPool(found, shares / shares.sum(), float(levels[-1]), len(levels) - 1, ends[0], ends[-1])
    return pooled, Recalibrated(pooled, np.array(spreads))


def _respread(values: Floats, spread: float) -> None:
    """Move values (paths,) in place. Sorted first: looking up sorted values is ten times faster."""
    from scipy.special import ndtr, ndtri  # noqa: PLC0415 - slow to import

    order = np.argsort(values)
    ordered = values[order]
    ranks = (np.arange(KNOTS) + 0.5) / KNOTS
    places = np.arange(len(ordered))
    now = np.interp(ranks * (len(ordered) - 1), places, ordered)
    moved = np.interp(ndtr(spread * ndtri(ranks)) * (len(ordered) - 1), places, ordered)
    # Many paths may stand at one cost, that of today: they move together, as their middle rank does.
    knots, first, counts = np.unique(now, return_index=True, return_counts=True)
    inside = np.interp(ordered, knots, moved[first + counts // 2])
    # Beyond the outer knots a path keeps its distance to them, stretched as the rest is.
    below, above = np.searchsorted(ordered, (knots[0], knots[-1]))
    inside[:below] += spread * (ordered[:below] - knots[0])
    inside[above:] += spread * (ordered[above:] - knots[-1])
    values[order] = inside
