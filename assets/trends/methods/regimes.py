"""Regimes: drift with breaks. Older months are discounted at the speed that would have forecast best so far.

One half-life is chosen for the whole panel, by the CRPS of its own earlier forecasts up to the origin.
"""

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from assets.trends.methods.interface import Method, Trend, UnfittedError, factor_interval, times_cheaper
from assets.trends.methods.panel import Panel
from assets.trends.methods.random_walk import draw_walks
from assets.trends.series import TIE_DECIMALS, Floats, FrontierSeries, monthly_log10

HALF_LIVES = (3.0, 6.0, 12.0, 24.0, math.inf)
TRIED_MONTHS = (3, 6, 12)
MINIMUM_STEPS = 3


@dataclass(frozen=True)
class FadingWalk:
    """A walk whose drift and variance give more weight to recent months; `n` is the effective number of months."""

    last: float
    drift: float
    variance: float
    n: float
    window_from: date
    window_to: date

    def trend(self, interval: float) -> Trend:
        """Return the rate of the discounted months, drift +- t_{n-1} K / sqrt(n)."""
        error = 12 * math.sqrt(self.variance / self.n)
        low, high = factor_interval(12 * self.drift, error, max(1, round(self.n - 1)), interval)
        return Trend(times_cheaper(12 * self.drift), low, high, round(self.n), self.window_from, self.window_to)

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD, as `drift` does with the effective number of months."""
        df = self.n - 1
        sigma = np.sqrt(self.variance * df / rng.chisquare(df, paths))
        drifts = self.drift + sigma / math.sqrt(self.n) * rng.standard_normal(paths)
        return draw_walks(rng, months, self.last, drifts, sigma)


def fit(frontier: FrontierSeries, panel: Panel) -> FadingWalk:
    """Fit weighted drift and variance of the monthly differences, by the half-life chosen over the panel.

    Raises UnfittedError when the series spans fewer than four calendar months.
    """
    ends, levels = monthly_log10(frontier.series)
    if len(levels) <= MINIMUM_STEPS:
        raise UnfittedError(f"regimes needs at least {MINIMUM_STEPS + 1} calendar months of cost, got {len(levels)}")
    drift, variance, n = (float(values[-1]) for values in _weighted(np.diff(levels), half_life_of(panel)))
    return FadingWalk(float(levels[-1]), drift, variance, n, ends[0], ends[-1])


@lru_cache(maxsize=4)
def half_life_of(panel: Panel) -> float:
    """Return the half-life in months whose forecasts, 3 to 12 months ahead at every earlier month, had the lowest CRPS.

    Infinite, so that all months count, where no earlier forecast can be scored yet.
    """
    import scoringrules  # slow to import

    tried = [_past_forecasts(panel, half_life) for half_life in HALF_LIVES]
    if not tried[0].size:
        return math.inf
    sums = [float(np.sum(scoringrules.crps_normal(missed, 0.0, spread))) for missed, spread in tried]
    scores = [round(crps, TIE_DECIMALS) for crps in sums]
    return max(half_life for half_life, crps in zip(HALF_LIVES, scores, strict=True) if crps == min(scores))


def _past_forecasts(panel: Panel, half_life: float) -> Floats:
    """Error of every earlier forecast, and its standard error (2, forecasts), over all series and horizons."""
    forecasts = [np.empty((2, 0))]
    for levels in panel.levels:
        drift, variance, n = _weighted(np.diff(levels), half_life)
        for ahead in TRIED_MONTHS:
            now = np.arange(MINIMUM_STEPS, len(levels) - ahead)
            missed = levels[now + ahead] - levels[now] - ahead * drift[now - 1]
            spread = np.sqrt(variance[now - 1] * (ahead + ahead**2 / n[now - 1]))
            # A cost that never moved has no spread; a thousandth keeps its score finite.
            forecasts.append(np.array([missed, np.maximum(spread, 1e-3)]))
    return np.concatenate(forecasts, axis=1)


def _weighted(steps: Floats, half_life: float) -> tuple[Floats, Floats, Floats]:
    """Return the drift, unbiased variance and effective number of months (steps,), each as of that step.

    The number is (sum of weights)^2 / sum of their squares, at least MINIMUM_STEPS.
    """
    fading = 0.5 ** (1 / half_life)
    sums = np.zeros(4)
    kept = np.empty((len(steps), 4))
    for month, step in enumerate(steps):
        sums = sums * (fading, fading**2, fading, fading) + (1.0, 1.0, step, step**2)
        kept[month] = sums
    weight, squares, drift, second = kept.T
    drift = drift / weight
    n = np.maximum(weight**2 / squares, MINIMUM_STEPS)
    # Rounding may make the variance of a constant series slightly negative.
    return drift, np.maximum(second / weight - drift**2, 0.0) * n / (n - 1), n


METHOD = Method("regimes", fit, needs="other-bars")
