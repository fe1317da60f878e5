"""Hedonic index: the rate of a price index at constant quality, log cost on month, capability and seller.

The matched-model index, over offers that stayed on sale, is a lower bound of the fall of the market.
"""

import math
from functools import lru_cache

import numpy as np

from assets.trends.methods.interface import Method
from assets.trends.methods.market_walk import (
    APART,
    MONTHS,
    MarketRate,
    MarketWalk,
    OfferSample,
    along,
    resampled_error,
    sample_offers,
)
from assets.trends.methods.panel import Panel
from assets.trends.series import Floats, FrontierSeries


def fit(frontier: FrontierSeries, panel: Panel) -> MarketWalk:
    """Fit a walk along the index of the frontier's workload, at least as fast as matched models fell.

    Raises UnfittedError when the panel holds too few offers, or the series spans a single calendar month.
    """
    return along(market_rate(panel, frontier.workload), frontier.series, panel)


@lru_cache(maxsize=64)
def market_rate(panel: Panel, workload: str) -> MarketRate:
    """Return the slope of the time-dummy index over the window, its error by resampling model families."""
    sample = sample_offers([offer for offer in panel.offers if offer.workload == workload], panel.origin)
    return MarketRate(_slope(sample), resampled_error(sample, _slope), matched_slope(sample), len(sample.logs))


def time_dummy_index(sample: OfferSample) -> tuple[Floats, Floats, Floats]:
    """Return months (m,), log10 index (m,) up to a constant, and rows of each (m,): OLS on month and seller dummies."""
    months, month_of, rows = np.unique(sample.months, return_inverse=True, return_counts=True)
    sellers, seller_of = np.unique(sample.sellers, return_inverse=True)
    n, scores = len(months), (sample.scores - 130) / 10
    # The products of dummy columns are counts and sums, so the columns are never built.
    counts = np.bincount(month_of * len(sellers) + seller_of, minlength=n * len(sellers)).reshape(n, len(sellers))
    summed = np.concatenate([np.bincount(month_of, scores), np.bincount(seller_of, scores), [np.sum(scores**2)]])
    products = np.zeros((len(summed), len(summed)))
    products[:n, n:-1], products[n:-1, :n] = counts, counts.T
    np.fill_diagonal(products, np.concatenate([rows, counts.sum(axis=0), [0]]))
    products[-1], products[:, -1] = summed, summed
    logs = sample.logs
    right = np.concatenate([np.bincount(month_of, logs), np.bincount(seller_of, logs), [np.sum(scores * logs)]])
    # The dummies of months and of sellers both sum to one; the least-norm solution shares the constant between them.
    coefficients = np.linalg.lstsq(products, right, rcond=1e-10)[0]
    return months, np.array(coefficients[:n], dtype=np.float64), np.array(rows, dtype=np.float64)


def matched_slope(sample: OfferSample) -> float:
    """Return log10 per month of the chained index: the mean change of offers on sale at both ends of a quarter."""
    by_offer_and_month = {
        (offer, month): log
        for offer, month, log in zip(sample.offers.tolist(), sample.months.tolist(), sample.logs, strict=True)
    }
    changes = [
        [
            log - by_offer_and_month[offer, month - APART]
            for (offer, at), log in by_offer_and_month.items()
            if at == month and (offer, month - APART) in by_offer_and_month
        ]
        for month in range(APART - MONTHS, 1, APART)
    ]
    linked = [float(np.mean(quarter)) for quarter in changes if quarter]
    return float(np.mean(linked)) / APART if linked else 0.0


def _slope(sample: OfferSample) -> float:
    months, index, rows = time_dummy_index(sample)
    if len(months) < 2:
        return math.nan
    centred = months - np.average(months, weights=rows)
    return float((rows * centred) @ index / (rows @ centred**2))


METHOD = Method("hedonic", fit, needs="market")
