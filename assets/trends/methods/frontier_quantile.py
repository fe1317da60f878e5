"""The rate at which the cheap edge of the whole market falls: a low quantile of log cost, given date and capability.

Every offer counts, not only the record lows, so nothing is selected for having fallen.
"""

import warnings
from functools import lru_cache

import numpy as np

from assets.trends.methods.market_walk import MarketRate, MarketWalk, Standing, along, resampled_error, standing_offers
from assets.trends.methods.panel import Panel
from assets.trends.series import FrontierSeries

QUANTILE = 0.1


def fit(one: FrontierSeries, panel: Panel) -> MarketWalk:
    """Walk along the market's rate for the workload of `one`.

    Raises ValueError when the panel holds too few offers, or the series spans a single calendar month.
    """
    return along(market_rate(panel, one.workload), one.series)


@lru_cache(maxsize=64)
def market_rate(panel: Panel, workload: str) -> MarketRate:
    """Slope of the quantile regression (Koenker & Bassett 1978), its error by drawing families of models again."""
    standing = standing_offers([offer for offer in panel.offers if offer.workload == workload], panel.origin)
    return MarketRate(_slope(standing), resampled_error(standing, _slope), np.inf, len(standing.logs))


def _slope(standing: Standing) -> float:
    from statsmodels.regression.quantile_regression import QuantReg  # noqa: PLC0415 - takes a second to import

    columns = np.column_stack([np.ones(len(standing.logs)), standing.months / 12, (standing.scores - 130) / 10])
    with warnings.catch_warnings():
        # A resample on few families may leave the iteration between two equal optima: either will do for an error.
        warnings.simplefilter("ignore")
        return float(QuantReg(standing.logs, columns).fit(q=QUANTILE, max_iter=200, p_tol=1e-4).params[1]) / 12
