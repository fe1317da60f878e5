"""Random walk in monthly log10 cost, the common model of `no-change`, `ten-x-per-year` and `drift`.

They differ only in the drift: it is fixed in advance, or estimated from the same differences as the noise.
"""

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from assets.trends.methods.draws import normals
from assets.trends.methods.interface import Trend, UnfittedError, check_interval, factor_interval, times_cheaper
from assets.trends.series import CostSeries, Floats, monthly_log10


@dataclass(frozen=True)
class RandomWalk:
    """A fitted walk: `last` in log10 USD, `drift` in log10 USD per month, `variance` K^2 of one monthly step.

    `n` is the number of monthly differences between the window dates; estimating the drift costs a degree of freedom.
    """

    last: float
    drift: float
    drift_estimated: bool
    variance: float
    n: int
    window_from: date
    window_to: date

    @property
    def df(self) -> int:
        """Degrees of freedom of `variance`: n - 1 where the drift was estimated, n where it was known."""
        return self.n - self.drift_estimated

    def trend(self, interval: float) -> Trend:
        """Return the rate; the interval drift +- t_{n-1} K / sqrt(n) exists only where the drift was estimated."""
        check_interval(interval)
        low = high = None
        if self.drift_estimated:
            standard_error = 12 * math.sqrt(self.variance / self.n)
            low, high = factor_interval(12 * self.drift, standard_error, self.df, interval)
        return Trend(times_cheaper(12 * self.drift), low, high, self.n, self.window_from, self.window_to)

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD: at month tau the error over K sqrt(tau + tau^2/n) is Student-t, n - 1 df.

        Farmer & Lafond (2016), Research Policy 45, 647-665. With a known drift the tau^2/n term is absent and df = n.
        The same generator state with fewer months gives the first months of the same paths.
        """
        # One sigma and one drift per path: an error in them is the same in every month.
        sigma = np.sqrt(self.variance * self.df / rng.chisquare(self.df, paths))
        drift = np.full(paths, self.drift)
        if self.drift_estimated:
            drift += sigma / math.sqrt(self.n) * rng.standard_normal(paths)
        return draw_walks(rng, months, self.last, drift, sigma)


def draw_walks(rng: np.random.Generator, months: int, last: float, drift: Floats, sigma: Floats) -> Floats:
    """Draw random walks with a drift and a standard deviation of their own.

    Args:
        rng: Random generator.
        months: Number of monthly steps.
        last: Log10 USD before the first step.
        drift: Drift of each path in log10 USD per month, (paths,).
        sigma: Standard deviation of a monthly step of each path, (paths,).

    Returns:
        Log10 USD, (paths, months).
    """
    walk = normals(rng, months, len(sigma))
    noise = np.zeros(len(sigma))
    for month, row in enumerate(walk, 1):
        noise += row * sigma
        # drift * month, not a running sum of drifts, keeps a noiseless line exact where it crosses a target.
        np.add(noise, drift * month + last, out=row)
    return walk.T


def walk_with_known_drift(series: CostSeries, drift: float) -> RandomWalk:
    """Fit the noise alone: K^2 = mean squared monthly difference about `drift`, n degrees of freedom.

    Raises UnfittedError when the series spans a single calendar month.
    """
    ends, levels = monthly_log10(series)
    steps = np.diff(levels)
    if len(steps) < 1:
        raise UnfittedError(f"a random walk needs at least 2 calendar months of cost, got {len(ends)}")
    variance = float(np.mean((steps - drift) ** 2))
    return RandomWalk(float(levels[-1]), drift, False, variance, len(steps), ends[0], ends[-1])
