"""The rate of a price index at constant quality: log cost on month, capability and seller, over all offers.

The matched-model index, of offers that stood still while new ones came, is the least that the market can have fallen.
"""

import math
from functools import lru_cache

import numpy as np

from assets.trends.methods.market_walk import (
    APART,
    MONTHS,
    MarketRate,
    MarketWalk,
    Standing,
    along,
    resampled_error,
    standing_offers,
)
from assets.trends.methods.panel import Panel
from assets.trends.series import Floats, FrontierSeries


def fit(one: FrontierSeries, panel: Panel) -> MarketWalk:
    """Walk along the index of the workload of `one`, at least as fast as the matched models fell.

    Raises UnfittedError when the panel holds too few offers, or the series spans a single calendar month.
    """
    return along(market_rate(panel, one.workload), one.series)


@lru_cache(maxsize=64)
def market_rate(panel: Panel, workload: str) -> MarketRate:
    """Slope of the time-dummy index over the window, its error by drawing families of models again."""
    standing = standing_offers([offer for offer in panel.offers if offer.workload == workload], panel.origin)
    return MarketRate(_slope(standing), resampled_error(standing, _slope), matched_slope(standing), len(standing.logs))


def time_dummy_index(standing: Standing) -> tuple[Floats, Floats, Floats]:
    """Months (m,), log10 index (m,) up to a constant, rows behind each (m,): OLS with a dummy per month and seller."""
    months, month_of, rows = np.unique(standing.months, return_inverse=True, return_counts=True)
    sellers, seller_of = np.unique(standing.sellers, return_inverse=True)
    n, scores = len(months), (standing.scores - 130) / 10
    # Columns of dummies have as their products no more than counts and sums: no need to write them out.
    met = np.bincount(month_of * len(sellers) + seller_of, minlength=n * len(sellers)).reshape(n, len(sellers))
    summed = np.concatenate([np.bincount(month_of, scores), np.bincount(seller_of, scores), [np.sum(scores**2)]])
    products = np.zeros((len(summed), len(summed)))
    products[:n, n:-1], products[n:-1, :n] = met, met.T
    np.fill_diagonal(products, np.concatenate([rows, met.sum(axis=0), [0]]))
    products[-1], products[:, -1] = summed, summed
    logs = standing.logs
    right = np.concatenate([np.bincount(month_of, logs), np.bincount(seller_of, logs), [np.sum(scores * logs)]])
    # The dummies of months and of sellers both sum to one; the least-norm solution shares the constant between them.
    found = np.linalg.lstsq(products, right, rcond=1e-10)[0]
    return months, np.array(found[:n], dtype=np.float64), np.array(rows, dtype=np.float64)


def matched_slope(standing: Standing) -> float:
    """Log10 per month of the chained index: the mean change of offers that stood at both ends of a quarter."""
    held = {
        (offer, month): log
        for offer, month, log in zip(standing.offers.tolist(), standing.months.tolist(), standing.logs, strict=True)
    }
    changes = [
        [
            log - held[offer, month - APART]
            for (offer, at), log in held.items()
            if at == month and (offer, month - APART) in held
        ]
        for month in range(APART - MONTHS, 1, APART)
    ]
    linked = [float(np.mean(found)) for found in changes if found]
    return float(np.mean(linked)) / APART if linked else 0.0


def _slope(standing: Standing) -> float:
    months, index, rows = time_dummy_index(standing)
    if len(months) < 2:
        return math.nan
    centred = months - np.average(months, weights=rows)
    return float((rows * centred) @ index / (rows @ centred**2))
