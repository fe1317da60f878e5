"""Frontier quantile: the rate at which a low quantile of the market's log cost falls, given date and capability.

Every offer counts, not only the record lows, so the sample is not selected for having fallen.
"""

from functools import lru_cache

import numpy as np

from assets.trends.methods.interface import Method, UnfittedError
from assets.trends.methods.market_walk import MarketRate, MarketWalk, OfferSample, along, resampled_error, sample_offers
from assets.trends.methods.panel import Panel
from assets.trends.series import Floats, FrontierSeries

QUANTILE = 0.1
TILT = 1e-6
"""Weight of the slope beside the check loss. It only chooses among optima of equal loss: a line that is not optimal
loses more by any step away from the optimum.
"""
TOLERANCE = 1e-10
"""The smallest that HiGHS accepts; its default of 1e-7 would leave the slope wrong in the seventh digit."""


def fit(frontier: FrontierSeries, panel: Panel) -> MarketWalk:
    """Fit a walk along the market's rate for the workload of the frontier.

    Raises UnfittedError when the panel holds too few offers or offers of a single date, or the series spans a single
    calendar month.
    """
    return along(market_rate(panel, frontier.workload), frontier.series, panel)


@lru_cache(maxsize=64)
def market_rate(panel: Panel, workload: str) -> MarketRate:
    """Return the slope of the quantile regression (Koenker & Bassett 1978), its error by resampling model families."""
    sample = sample_offers([offer for offer in panel.offers if offer.workload == workload], panel.origin)
    return MarketRate(_slope(sample), resampled_error(sample, _slope), np.inf, len(sample.logs))


def _slope(sample: OfferSample) -> float:
    return float(quantile_regression(sample.months / 12, (sample.scores - 130) / 10, sample.logs)[1]) / 12


def quantile_regression(years: Floats, scores: Floats, logs: Floats, quantile: float = QUANTILE) -> Floats:
    """Return intercept, slope per year and slope per score that minimise the check loss, exactly.

    With rows X = (1, years, scores) and the sum over rows of rho(log - X b), rho(u) = u (quantile - [u < 0]), the dual
    is the linear programme: maximise logs' a subject to X' a = (1 - quantile) X' 1 and 0 <= a <= 1. The coefficients b
    are the shadow prices of its constraints (Koenker 2005, Quantile Regression, chapter 6). Where several lines have
    the least loss, the line with the largest slope per year, the slowest fall, is returned, so that the choice depends
    neither on the order of the rows nor on the machine.

    Args:
        years: Date of each row in years, (n,).
        scores: Capability score of each row, (n,).
        logs: Log10 USD of each row, (n,).
        quantile: The quantile, between 0 and 1.

    Returns:
        The three coefficients, (3,).

    Raises:
        UnfittedError: The rows do not identify a slope per year, or there is no optimum.
    """
    from scipy.optimize import linprog  # slow to import

    # A row that occurs several times, as in a resample, is one row with that multiplicity.
    rows, times = np.unique(np.column_stack([years, scores, logs]), axis=0, return_counts=True)
    columns = np.array([np.ones(len(rows)), rows[:, 0], rows[:, 1]])
    balance = (1 - quantile) * (columns * times).sum(axis=1) - (0.0, TILT, 0.0)
    # Rows of a single date, or of a date for each score, cannot balance the tilt: the programme is then infeasible.
    solved = linprog(
        -rows[:, 2],
        A_eq=columns,
        b_eq=balance,
        bounds=np.column_stack([np.zeros(len(rows)), times]),
        method="highs-ds",
        options={"primal_feasibility_tolerance": TOLERANCE, "dual_feasibility_tolerance": TOLERANCE},
    )
    if solved.status != 0:
        raise UnfittedError(f"the quantile regression of {len(logs)} offers has no single slope: {solved.message}")
    return -np.asarray(solved.eqlin.marginals, dtype=np.float64)


METHOD = Method("frontier-quantile", fit, needs="market")
