"""Quantiles of simulated costs, and the probability that they reach a target, computed once for all targets.

The methods draw the paths; see `methods`.
"""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assets.trends.series import Floats
from assets.trends.shares import Float32s, ranked, share_at_or_below


@dataclass(frozen=True, eq=False)
class Simulation:
    """Paths of log10 USD, of which quantiles are read, and the chances that they reach any number of targets.

    `months` (m,) are the chosen month numbers, 1 = one month after the origin. `walks` (all months, paths) are the
    paths, rounded to seven digits like the targets: counting takes half the time, and rounding errors do not
    decide whether a path has reached a target. Build it with `simulation`. Two events: *level*, the cost at that
    month is at or below the target; *first passage*, it has been there in that month or an earlier one.
    """

    months: NDArray[np.int64]
    walks: Float32s

    @property
    def costs(self) -> Float32s:
        """Costs (m, paths) at the chosen months."""
        return self.walks[self.months - 1]

    @cached_property
    def minima(self) -> Float32s:
        """Running minima (m, paths); from month 1 on, chosen or not."""
        return _running_minimum(self.walks, self.months)

    def at(self, months: Sequence[int]) -> Simulation:
        """Return the same paths with other chosen months. Raises ValueError as `simulation` does."""
        chosen = np.array(months, dtype=np.int64)
        if not len(chosen) or chosen[0] < 1 or chosen[-1] > len(self.walks) or (np.diff(chosen) < 1).any():
            raise ValueError(f"months must increase within 1 to {len(self.walks)}, got {chosen.tolist()}")
        return replace(self, months=chosen)

    def quantiles(self, probabilities: ArrayLike) -> Floats:
        """Return USD (probabilities, months) below which that share of paths lies, linear in log10 between two paths.

        Infinite where a path exceeds the range of a float, as the far tails of a fit to three months can be.
        Raises ValueError on a probability outside 0..1.
        """
        wanted = np.atleast_1d(np.asarray(probabilities, dtype=np.float64))
        if not ((wanted >= 0) & (wanted <= 1)).all():
            raise ValueError(f"probabilities must lie between 0 and 1, got {wanted.tolist()}")
        place = wanted * (self.walks.shape[1] - 1)
        ranks = np.concatenate([np.floor(place), np.ceil(place)]).astype(np.int64)
        lower, upper = np.split(ranked(self.costs, ranks), 2, axis=1)
        with np.errstate(over="ignore"):  # an overflow is the answer: infinite, as documented
            return (10.0 ** (lower + (upper - lower) * (place - np.floor(place)))).T

    def p_level(self, targets: ArrayLike) -> Floats:
        """P(cost at the month <= target), shape (targets, months).

        `targets` in USD: exact ones (targets,), or (targets, points) of which each point is as likely as the others.
        Raises ValueError on a target that is not positive and finite.
        """
        return share_at_or_below(self.costs, _log_targets(targets))

    def p_first_passage(self, targets: ArrayLike) -> Floats:
        """P(cost <= target at the month or at any month before it, from 1 on), shape (targets, months).

        `targets` and errors as in `p_level`.
        """
        return share_at_or_below(self.minima, _log_targets(targets))

    def crossing_dates(self, target: float, probabilities: Sequence[float]) -> tuple[int | None, ...]:
        """Return the first chosen month number at which P(first passage) reaches each probability, or None.

        `target` is in USD. For many targets at once, give one `p_first_passage` to `months_reaching`.
        """
        return months_reaching(self.p_first_passage([target]), self.months, probabilities)[0]


def simulation(paths: Floats, months: Sequence[int] | None = None) -> Simulation:
    """Build a simulation from paths.

    Args:
        paths: Log10 USD, (paths, all months).
        months: The chosen months, 1 = first; by default every month.

    Raises:
        ValueError: When there are no paths, a value is not finite, or `months` do not increase within 1..all months.
    """
    walks = np.ascontiguousarray(paths.T, dtype=np.float32)
    if not walks.size:
        raise ValueError(f"a simulation needs paths and months, got shape {paths.shape}")
    if not np.isfinite(walks).all():
        raise ValueError("paths must be finite")
    every_month = Simulation(np.arange(1, len(walks) + 1), walks)
    return every_month if months is None else every_month.at(months)


def months_reaching(
    passage: Floats, months: NDArray[np.int64], probabilities: Sequence[float]
) -> list[tuple[int | None, ...]]:
    """Return the first month in which each target is reached with each probability; None where it is not.

    Args:
        passage: Probability of having reached each target by each month, (targets, m), never falling.
        months: The month numbers, (m,).
        probabilities: The probabilities to look for, between 0 and 1.
    """
    places = np.stack([(passage < probability).sum(axis=1) for probability in probabilities], axis=1)
    known = [*months.tolist(), None]
    return [tuple(known[place] for place in of_target) for of_target in places.tolist()]


def seed_for(*names: str) -> np.random.Generator:
    """Return the random generator of these names, the same in every process (seeded with their SHA-256)."""
    digest = hashlib.sha256(json.dumps(names).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest))


def add_months(day: date, months: int) -> date:
    """Return the same day of the month that many months on (or back), or that month's last day where it is shorter."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month_index + 1, min(day.day, monthrange(year, month_index + 1)[1]))


def month_end(day: date, months: int) -> date:
    """Return the last day of the month that lies that many months after (or before) the month of `day`."""
    later = add_months(day.replace(day=1), months)
    return later.replace(day=monthrange(later.year, later.month)[1])


def _running_minimum(walks: Float32s, months: NDArray[np.int64]) -> Float32s:
    """Lowest of each path up to each of `months` (months, paths)."""
    lowest, minima = walks[0].copy(), np.empty((len(months), walks.shape[1]), np.float32)
    place = 0
    for month, walk in enumerate(walks[: months[-1]], 1):  # whole rows at a time: far faster than minimum.accumulate
        np.minimum(lowest, walk, out=lowest)
        if month == months[place]:
            minima[place] = lowest
            place += 1
    return minima


def _log_targets(targets: ArrayLike) -> Float32s:
    """Log10 of the targets, (targets, points)."""
    usd = np.asarray(targets, dtype=np.float64)
    if not (np.isfinite(usd).all() and (usd > 0).all()):
        raise ValueError("targets must be positive and finite USD")
    return np.log10(usd if usd.ndim == 2 else usd[:, None]).astype(np.float32)
