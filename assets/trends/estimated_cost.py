"""A search cost that is an engineering estimate: energy times the price of electricity, uncertain today and drifting.

    log10 T(t) = log10 E + log10 p + r + (g + d) t + W(t),    t in years after the origin

E is the energy of a search in kWh, as published. p, the price of electricity in USD per kWh, is log-uniform; g, its
drift, is normal, and W is its random walk. r is log10 of the energy of another search over E, normal and cut at both
ends, and d its drift, normal; both are absent where the search is the published one. p, r, g and d are drawn once per
path.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from assets.trends.paths import seed_for
from assets.trends.series import Floats

GRID = 256
"""Number of equally likely values of the price, and of the ratio; today's quantiles are read from their sums."""


@dataclass(frozen=True)
class Ratio:
    """log10 of the energy of a search over the published figure: normal, cut at `low` and `high`, and its drift."""

    mean: float
    sd: float
    low: float
    high: float
    drift_per_year: float
    drift_sd: float


@dataclass(frozen=True)
class Estimate:
    """The parameters of one estimate; drifts and the walk are in log10 per year and per square root of a year."""

    kwh: float
    usd_per_kwh_low: float
    usd_per_kwh_high: float
    price_drift_per_year: float
    price_drift_sd: float
    walk_per_root_year: float
    ratio: Ratio | None = None


def likely_today(estimate: Estimate, points: int) -> Floats:
    """Return equally likely USD per search (points,) on the origin, in ascending order."""
    shares = _middles(GRID)
    low, high = np.log10([estimate.usd_per_kwh_low, estimate.usd_per_kwh_high])
    sums = (low + shares * (high - low))[:, None] + _likely_ratios(estimate.ratio, shares)
    return estimate.kwh * 10 ** np.quantile(sums, _middles(points), method="hazen")


def likely_kwh(estimate: Estimate, points: int) -> Floats:
    """Return equally likely kWh per search (points,) on the origin, in ascending order."""
    return estimate.kwh * 10 ** np.resize(_likely_ratios(estimate.ratio, _middles(points)), points)


def draw_drifts(estimate: Estimate, months: int, paths: int) -> Floats:
    """Return paths (paths, months) of log10 of the cost over today's, at 1..months months after the origin."""
    rng = seed_for("search", "estimate")
    walk = np.cumsum(rng.normal(0, estimate.walk_per_root_year / np.sqrt(12), (months, paths)), axis=0).T
    drift = rng.normal(estimate.price_drift_per_year, estimate.price_drift_sd, paths)
    if estimate.ratio:
        drift += rng.normal(estimate.ratio.drift_per_year, estimate.ratio.drift_sd, paths)
    return drift[:, None] * np.arange(1, months + 1) / 12 + walk


def _middles(points: int) -> Floats:
    """The middles of equal parts of the range from 0 to 1."""
    return (np.arange(points) + 0.5) / points


def _likely_ratios(ratio: Ratio | None, shares: Floats) -> Floats:
    if ratio is None:
        return np.zeros(1)
    normal = NormalDist(ratio.mean, ratio.sd)
    first, last = normal.cdf(ratio.low), normal.cdf(ratio.high)
    return np.array([normal.inv_cdf(first + share * (last - first)) for share in shares])
