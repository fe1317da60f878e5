"""The interface of a trend method: a `Method` fits a frontier, the `Fit` states a rate and draws paths."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

import numpy as np

from assets.trends.methods.panel import Panel
from assets.trends.series import CostSeries, Floats, FrontierSeries

Needs = Literal["series", "other-bars", "market", "drivers"]
"""The data that a fit needs: the series alone, every other bar, every offer on the market, or the drivers of prices."""


class UnfittedError(ValueError):
    """A method cannot be fitted to a series: the forecast leaves it out and counts it as missing."""


NO_FIT = (UnfittedError, np.linalg.LinAlgError)
"""Errors of a fit on too little data; the second is numpy's, where an iteration does not converge."""


@dataclass(frozen=True)
class Trend:
    """How many times cheaper per year (`factor_per_year` > 1 = falling), with an interval where one is estimated.

    `n` counts the numbers the fit rests on (monthly differences, or records) and the window is the first and last date
    among them. `low` and `high` are None where the method estimates no rate or n leaves no degree of freedom.
    """

    factor_per_year: float
    low: float | None
    high: float | None
    n: int
    window_from: date
    window_to: date


class Fit(Protocol):
    """A method fitted to one series; the origin of its forecasts is the `as_of` of that series."""

    def trend(self, interval: float) -> Trend:
        """Return the rate with a central interval of level `interval`. Raises ValueError unless 0 < interval < 1."""
        ...

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw simulated paths of the cost after the origin.

        Args:
            rng: Random generator.
            months: Number of months after the origin.
            paths: Number of paths.

        Returns:
            Log10 USD at 1..months months after the origin, (paths, months)."""
        ...


FrontierFit = Callable[[FrontierSeries, Panel], Fit]
"""Fits one frontier, given the panel of everything known on the same day."""


@dataclass(frozen=True)
class Method:
    """A registered trend method.

    Attributes:
        id: The public name, as in tables and options: the name of its file with hyphens.
        fit: Fits one frontier of the panel. On too little data, or where no optimum is found, it raises UnfittedError:
            one line that says what is missing.
        needs: What `fit` reads.
        whole_cost: Whether `fit` is applied to the whole cost of an answer. It is applied to the cost of the tokens
            otherwise, and the cost of the searches is added (see `parts.py`).
    """

    id: str
    fit: FrontierFit
    needs: Needs
    whole_cost: bool = False

    def fit_series(self, series: CostSeries) -> Fit:
        """Fit a series that belongs to no bar. Raises UnfittedError as `fit` does."""
        frontier = FrontierSeries("", "", series)
        return self.fit(frontier, Panel((frontier,)))


def of_series(fit: Callable[[CostSeries], Fit]) -> FrontierFit:
    """Adapt a function that reads one series alone to the arguments that all methods share."""
    return lambda frontier, panel: fit(frontier.series)


def trend_of_slopes(slopes: Floats, interval: float, n: int, window: tuple[date, date]) -> Trend:
    """Return the median rate and central interval of drawn slopes (draws,) in log10 USD per year."""
    check_interval(interval)
    low, middle, high = np.quantile(slopes, [0.5 + interval / 2, 0.5, 0.5 - interval / 2])
    return Trend(times_cheaper(float(middle)), times_cheaper(float(low)), times_cheaper(float(high)), n, *window)


def trend_of_next_year(fit: Fit, last: float, interval: float, n: int, window: tuple[date, date]) -> Trend:
    """Return the rate of the median path over the next year from `last` log10 USD, without an interval."""
    check_interval(interval)
    year = fit.draw(np.random.default_rng(0), 12, 2001)[:, 11] - last
    return Trend(times_cheaper(float(np.median(year))), None, None, n, *window)


def times_cheaper(log10_per_year: float) -> float:
    """Return the factor per year of a slope in log10 USD per year; infinite where a float cannot hold it."""
    return 10.0**-log10_per_year if log10_per_year > -308 else math.inf


def factor_interval(slope: float, standard_error: float, df: int, interval: float) -> tuple[float, float]:
    """Return the interval of the factor per year when (estimate - slope) / standard_error is Student-t with `df`.

    Args:
        slope: Estimate in log10 USD per year.
        standard_error: Its standard error, in log10 USD per year.
        df: Degrees of freedom.
        interval: Level of the interval, such as 0.9.

    Raises:
        ValueError: The level is not between 0 and 1.
    """
    from scipy.special import stdtrit  # slow to import, and scipy.stats three times slower

    check_interval(interval)
    reach = float(stdtrit(df, 0.5 + interval / 2)) * standard_error
    return times_cheaper(slope + reach), times_cheaper(slope - reach)


def check_interval(interval: float) -> None:
    """Raise ValueError unless `interval` is a level strictly between 0 and 1."""
    if not 0 < interval < 1:
        raise ValueError(f"interval level must lie between 0 and 1, got {interval}")
