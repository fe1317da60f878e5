"""Drift with IMA(1,1) noise: part of each month's shock is reversed (or repeated) in the next.

Theta, the share carried over, is estimated once for all series of a panel, because a single series is too short.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assets.trends.methods import drift
from assets.trends.methods.draws import normals
from assets.trends.methods.interface import Method, Trend, factor_interval
from assets.trends.methods.panel import Panel
from assets.trends.methods.random_walk import RandomWalk
from assets.trends.scores import SAME
from assets.trends.series import TIE_DECIMALS, Floats, FrontierSeries

THETAS = np.linspace(-0.9, 0.9, 73)
MINIMUM_STEPS = 4


@dataclass(frozen=True)
class MovingAverageWalk:
    """A walk whose step is drift + v_t + theta v_{t-1}; `walk.variance` is that of a step, (1 + theta^2) that of v."""

    walk: RandomWalk
    theta: float

    def trend(self, interval: float) -> Trend:
        """Return the rate, drift +- t_{n-1} standard errors, which theta widens or narrows."""
        plain = self.walk.trend(interval)
        own = ((1 + self.theta) ** 2 - 2 * self.theta / self.walk.n) / (1 + self.theta**2)
        error = 12 * math.sqrt(self.walk.variance * own / self.walk.n)
        low, high = factor_interval(12 * self.walk.drift, error, self.walk.df, interval)
        return Trend(plain.factor_per_year, low, high, plain.n, plain.window_from, plain.window_to)

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD; the error at tau has variance A* = var(v) (-2 theta + ...), Student-t.

        A* = -2 theta + (1 + 2 (n-1) theta / n + theta^2)(tau + tau^2 / n): Farmer & Lafond (2016), Research Policy 45,
        equation 14. The draws have this variance because the last shock v_n enters both the drift's error and the
        first step.
        """
        theta, n = self.theta, self.walk.n
        variance = self.walk.variance / (1 + theta**2)
        sigma = np.sqrt(variance * self.walk.df / rng.chisquare(self.walk.df, paths))
        last = sigma * rng.standard_normal(paths)
        earlier = sigma * math.sqrt(theta**2 + (1 + theta) ** 2 * (n - 1)) * rng.standard_normal(paths)
        drifts = self.walk.drift - (last + earlier) / n
        walk = normals(rng, months, paths)
        walk *= sigma
        earlier_shocks = last
        for month in range(months):
            # In the sum every shock has the factor 1 + theta, except the newest, which has not been carried over yet.
            shocks = earlier_shocks + walk[month]
            walk[month] = shocks - last + theta * earlier_shocks
            walk[month] += drifts * (month + 1) + self.walk.last
            earlier_shocks = shocks
        return walk.T


def fit(frontier: FrontierSeries, panel: Panel) -> MovingAverageWalk:
    """Fit drift and variance to the series itself, theta to the panel. Raises UnfittedError as `drift` does."""
    return MovingAverageWalk(drift.fit(frontier.series), pooled_theta(panel))


@lru_cache(maxsize=4)
def pooled_theta(panel: Panel) -> float:
    """Return the theta of the highest likelihood over all series, each with its own drift and variance; 0 by default.

    The covariance of MA(1) noise is diagonal in sine waves, 1 + theta^2 + 2 theta cos(pi k / (n + 1)), for any theta.
    """
    moving = [steps for steps in panel.steps if len(steps) >= MINIMUM_STEPS and np.ptp(steps) > SAME]
    total = sum((_log_likelihood(steps) for steps in moving), np.zeros(len(THETAS)))
    # Of two thetas with equal likelihood (up to rounding) the lower is chosen.
    return float(THETAS[int(np.argmax(np.round(total, TIE_DECIMALS)))]) if moving else 0.0


def _log_likelihood(steps: Floats) -> Floats:
    """Restricted log-likelihood at each theta, with the drift profiled out."""
    n = len(steps)
    order = np.arange(1, n + 1)
    waves = np.sin(np.pi * np.outer(order, order) / (n + 1)) * math.sqrt(2 / (n + 1))
    spectrum = 1 + THETAS[:, None] ** 2 + 2 * THETAS[:, None] * np.cos(np.pi * order / (n + 1))
    seen, constant = waves @ steps, waves.sum(axis=1)
    known = (constant**2 / spectrum).sum(axis=1)
    drifts = (constant * seen / spectrum).sum(axis=1) / known
    squares = ((seen - drifts[:, None] * constant) ** 2 / spectrum).sum(axis=1)
    return -0.5 * ((n - 1) * np.log(squares) + np.log(spectrum).sum(axis=1) + np.log(known))


METHOD = Method("drift-ma", fit, needs="other-bars")
