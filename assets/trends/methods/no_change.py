"""No change: the baseline that the cost stays, with the noise observed so far."""

from assets.trends.methods.interface import Method, of_series
from assets.trends.methods.random_walk import RandomWalk, walk_with_known_drift
from assets.trends.series import CostSeries


def fit(series: CostSeries) -> RandomWalk:
    """Fit a walk without drift from the cost in force at `as_of`.

    Raises UnfittedError when the series spans one calendar month only.
    """
    return walk_with_known_drift(series, drift=0.0)


METHOD = Method("no-change", of_series(fit), needs="series", whole_cost=True)
