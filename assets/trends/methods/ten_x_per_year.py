"""Ten times per year: the common rule of thumb, ten times cheaper every year, with the noise observed about it."""

from assets.trends.methods.interface import Method, of_series
from assets.trends.methods.random_walk import RandomWalk, walk_with_known_drift
from assets.trends.series import CostSeries


def fit(series: CostSeries) -> RandomWalk:
    """Fit a walk that falls one decade in twelve months.

    Raises UnfittedError when the series spans one calendar month only.
    """
    return walk_with_known_drift(series, drift=-1 / 12)


METHOD = Method("ten-x-per-year", of_series(fit), needs="series", whole_cost=True)
