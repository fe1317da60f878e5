"""The baseline everyone quotes: ten times cheaper every year, give or take the noise seen about that line."""

from assets.trends.methods.interface import Method, of_series
from assets.trends.methods.random_walk import RandomWalk, walk_with_known_drift
from assets.trends.series import CostSeries


def fit(series: CostSeries) -> RandomWalk:
    """Walk falling one decade in twelve months. Raises UnfittedError when the series spans one calendar month only."""
    return walk_with_known_drift(series, drift=-1 / 12)


METHOD = Method("ten-x-per-year", of_series(fit), needs="series", relatives="assumption", whole_cost=True)
