"""Random walk with drift on monthly log10 cost: the rate and its noise both estimated from the series."""

import numpy as np

from assets.trends.methods.interface import Method, UnfittedError, of_series
from assets.trends.methods.random_walk import RandomWalk
from assets.trends.series import CostSeries, monthly_log10


def fit(series: CostSeries) -> RandomWalk:
    """Drift = mean and K^2 = unbiased variance of the monthly differences (Farmer & Lafond 2016, Research Policy 45).

    Raises UnfittedError when the series spans fewer than three calendar months: K^2 needs two differences.
    """
    ends, levels = monthly_log10(series)
    steps = np.diff(levels)
    if len(steps) < 2:
        raise UnfittedError(f"drift needs at least 3 calendar months of cost, got {len(ends)}")
    return RandomWalk(
        last=float(levels[-1]),
        drift=float(np.mean(steps)),
        drift_estimated=True,
        variance=float(np.var(steps, ddof=1)),
        n=len(steps),
        window_from=ends[0],
        window_to=ends[-1],
    )


METHOD = Method("drift", of_series(fit), needs="series", whole_cost=True)
