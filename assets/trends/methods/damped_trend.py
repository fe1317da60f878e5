"""Damped trend: exponential smoothing of a level and a fading trend, in state space form.

The smoothing constants are averaged over a grid by their likelihood, not estimated: over a few dozen months of steps
the likelihood is flat, its maximum sits on a border, and an optimiser takes longer than all other methods together.
"""

from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np

from assets.trends.methods.draws import normals
from assets.trends.methods.interface import Method, Trend, UnfittedError, of_series, trend_of_slopes
from assets.trends.scores import SAME
from assets.trends.series import CostSeries, Floats, monthly_log10

GRID = np.array(list(product((0.4, 0.7, 1.0), (0.0, 0.1, 0.3), (0.7, 0.85, 0.95)))).T
"""Rows alpha (of the level), beta (of the trend) and phi (the share of the trend that remains after a month)."""
MINIMUM_STEPS = 4


@dataclass(frozen=True, eq=False)
class DampedTrend:
    """For each point of the grid: its weight, the state after the last month, and the uncertainty of the trend.

    `state` (2, points) is the level and trend at the last month for a first trend of 0; `response` (2, points) is what
    a first trend of 1 adds to them; `first` is that trend as estimated, with variance `spread` times that of the noise.
    """

    weights: Floats
    state: Floats
    response: Floats
    first: Floats
    spread: Floats
    variance: Floats
    n: int
    window_from: date
    window_to: date

    def trend(self, interval: float) -> Trend:
        """Return the rate at the last month: median and interval over the grid and the unknown first trend."""
        slopes = 12 * self._states(np.random.default_rng(0), 4000)[1]
        return trend_of_slopes(slopes, interval, self.n, (self.window_from, self.window_to))

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD; noise is Student-t with n - 1 degrees, as its variance is estimated."""
        level, slope, sigma, (alpha, beta, phi) = self._states(rng, paths)
        walk = normals(rng, months, paths)
        walk *= sigma
        for month in range(months):
            slope *= phi
            level += slope
            noise = walk[month]
            slope += beta * noise
            walk[month], level = level + noise, level + alpha * noise
        return walk.T

    def _states(self, rng: np.random.Generator, paths: int) -> tuple[Floats, Floats, Floats, Floats]:
        cumulated = np.cumsum(self.weights)
        place = np.minimum(np.searchsorted(cumulated, rng.random(paths)), len(cumulated) - 1)
        df = self.n - 1
        sigma = np.sqrt(self.variance[place] * df / rng.chisquare(df, paths))
        first = self.first[place] + sigma * np.sqrt(self.spread[place]) * rng.standard_normal(paths)
        level, slope = self.state[:, place] + first * self.response[:, place]
        return level, slope, sigma, GRID[:, place]


def fit(series: CostSeries) -> DampedTrend:
    """Filter the monthly cost through every point of the grid and weigh the points by likelihood.

    Raises UnfittedError when the series spans fewer than five calendar months or never moved.
    """
    ends, levels = monthly_log10(series)
    n = len(levels) - 1
    if n < MINIMUM_STEPS or not np.ptp(levels):
        raise UnfittedError(
            f"damped-trend needs {MINIMUM_STEPS + 1} calendar months and a change of cost, got {len(ends)}"
        )
    errors, state = _filtered(levels, 0.0)
    answers, response = _filtered(np.zeros(n + 1), 1.0)
    square = (answers**2).sum(axis=0)
    first = -(answers * errors).sum(axis=0) / square
    # For a line without noise the errors are rounding errors, whose logarithms must not choose the point of the grid.
    left = np.maximum(((errors + first * answers) ** 2).sum(axis=0), SAME**2)
    evidence = -0.5 * (n - 1) * np.log(left) - 0.5 * np.log(square)
    weights = np.exp(evidence - evidence.max())
    return DampedTrend(
        weights / weights.sum(), state, response, first, 1 / square, left / (n - 1), n, ends[0], ends[-1]
    )


def _filtered(levels: Floats, first: float) -> tuple[Floats, Floats]:
    """One-step errors (n, points) and the last level and trend (2, points), with that trend before the first step."""
    alpha, beta, phi = GRID
    level, slope = np.full(len(alpha), levels[0]), np.full(len(alpha), first)
    errors = np.empty((len(levels) - 1, len(alpha)))
    for month, seen in enumerate(levels[1:]):
        expected, faded = level + phi * slope, phi * slope
        errors[month] = seen - expected
        level, slope = expected + alpha * errors[month], faded + beta * errors[month]
    return errors, np.array([level, slope])


METHOD = Method("damped-trend", of_series(fit), needs="series")
