"""The pool: a linear pool of three methods with equal weights, recalibrated by its own record.

`record.py` computes the spreads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from assets.trends.methods.draws import share_out
from assets.trends.methods.interface import Fit, Trend, UnfittedError, trend_of_next_year
from assets.trends.record import LEVEL_Z
from assets.trends.scores import SAME
from assets.trends.series import TIE_DECIMALS, Floats, FrontierSeries, monthly_log10

MEMBERS = ("frontier-quantile", "hedonic", "drivers")
"""The methods that read the whole market. At every origin and horizon each gives a third of the paths."""
KNOTS = 199
"""Quantiles at which a month's paths are moved; between them the move is linear."""
RANKS = (np.arange(KNOTS) + 0.5) / KNOTS
CELLS = 1024
"""Number of equal steps between the outer knots in the table of moves, which is far faster than a search."""


@dataclass(frozen=True, eq=False)
class LinearPool:
    """Members with equal weights: each gives the same share of the paths."""

    members: tuple[Fit, ...]
    last: float
    n: int
    window_from: date
    window_to: date

    def trend(self, interval: float) -> Trend:
        """Return the rate of the median path over the next year."""
        return trend_of_next_year(self, self.last, interval, self.n, (self.window_from, self.window_to))

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD, member after member."""
        counts = share_out(paths, np.full(len(self.members), 1 / len(self.members)))
        drawn = [member.draw(rng, months, count).T for member, count in zip(self.members, counts, strict=True) if count]
        return np.concatenate(drawn, axis=1).T


@dataclass(frozen=True, eq=False)
class Recalibrated:
    """A fit whose paths are moved towards or away from the median by `spreads` (months, levels of `record.LEVELS`).

    A path at rank Phi(z) of its month takes the value at rank Phi(z x spread): 1 leaves it, more widens. Between two
    levels z x spread is linear in z; beyond the last level, and after the last month, the last spread is used.
    """

    fit: LinearPool
    spreads: Floats

    def trend(self, interval: float) -> Trend:
        """Return the rate of the median path, which no spread moves."""
        return self.fit.trend(interval)

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD; paths keep their order in every month, so they stay paths."""
        walks = np.ascontiguousarray(self.fit.draw(rng, months, paths).T)
        for month, walk in enumerate(walks):
            recalibrate(walk, self.spreads[min(month, len(self.spreads) - 1)], self.fit.last)
        return walks.T


def fit(
    frontier: FrontierSeries, fits: Mapping[str, Fit], spreads: Sequence[Sequence[float]]
) -> tuple[LinearPool, Recalibrated]:
    """Pool the fits with equal weights, and return the pool before and after recalibration.

    Args:
        frontier: The series to forecast.
        fits: Fits by method id. Of these the MEMBERS are pooled, or all where none of them is among the fits.
        spreads: Spreads by month and level, see `record.Spreads`.

    Raises:
        UnfittedError: There are no fits.
    """
    if not fits:
        raise UnfittedError("a pool needs at least 1 member, got 0")
    ends, levels = monthly_log10(frontier.series)
    members = tuple(fits[name] for name in sorted(set(MEMBERS) & fits.keys() or fits))
    pooled = LinearPool(members, float(levels[-1]), len(levels) - 1, ends[0], ends[-1])
    return pooled, Recalibrated(pooled, np.array(spreads))


def recalibrate(values: Floats, spreads: Floats, still: float) -> None:
    """Move values (paths,) in place by `spreads` (levels,); equal values stay equal.

    Beyond the outer knots the distance of a path to the knot is multiplied by the last spread. `still` is a step of the
    table, because many paths are exactly there and should stay together.
    """
    ordered = np.sort(values)
    now, then = _at(ordered, RANKS), _at(ordered, _moved_ranks(tuple(spreads.tolist())))
    if now[-1] - now[0] < SAME:
        return
    # Many paths may be at one cost, that of today: they move together, as their middle rank does. Nearly equal costs
    # count as equal: the same steps added in another order differ in the last digit.
    first = np.flatnonzero(np.concatenate([[True], now[1:] - now[:-1] > 10**-TIE_DECIMALS]))
    knots, targets = now[first], then[(first + np.append(first[1:], KNOTS)) // 2]
    cell = (knots[-1] - knots[0]) / CELLS
    start = still - (np.ceil((still - knots[0]) / cell) + 1) * cell
    steps = start + cell * np.arange(CELLS + 4)
    outside = np.minimum(steps - knots[0], 0) + np.maximum(steps - knots[-1], 0)
    table = np.interp(steps, knots, targets) + spreads[-1] * outside
    # In place, as fresh memory for every month would take longer than the sums.
    values -= start
    values /= cell
    step = np.clip(values, 0, CELLS + 2).astype(np.intp)
    values -= step
    values *= np.diff(table)[step]
    values += table[step]


@lru_cache(maxsize=64)
def _moved_ranks(spreads: tuple[float, ...]) -> Floats:
    """Return the rank whose value each of RANKS takes; months of one record, which all series share, have few."""
    from scipy.special import ndtr, ndtri  # slow to import

    z, far = ndtri(RANKS), 9 * LEVEL_Z[-1]
    reach = np.interp(np.abs(z), [0, *LEVEL_Z, far], [0, *(LEVEL_Z * spreads), far * spreads[-1]])
    return ndtr(np.copysign(reach, z))


def _at(ordered: Floats, ranks: Floats) -> Floats:
    """Quantiles of sorted values, linear between two of them."""
    place = ranks * (len(ordered) - 1)
    below = place.astype(np.intp)
    return ordered[below] + (ordered[np.ceil(place).astype(np.intp)] - ordered[below]) * (place - below)
