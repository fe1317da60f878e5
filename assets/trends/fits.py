"""The rows of out_trend: every method of a single series fitted to every frontier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from assets.trends.methods.interface import NO_FIT, Fit
from assets.trends.methods.registry import SERIES_METHODS
from assets.trends.paths import add_months
from assets.trends.series import CostSeries, FrontierSeries

INTERVAL_LEVEL = 0.9
MINIMUM_N = 4
"""Fewest records or monthly differences of a published fit; with fewer, intervals exceed the range of all prices."""
RECENT_MONTHS = 24
"""Length of the second span of every trend: one slope over the whole series fits neither of its eras."""


FrontierStep = tuple[str, str, date, float]
"""(bar, workload, date, usd): the cost of an answer from that date on."""


def read_series(rows: Iterable[FrontierStep], as_of: date) -> list[FrontierSeries]:
    """Group (bar, workload, date, usd) rows, ordered by date within a pair, into series known up to `as_of`."""
    grouped: dict[tuple[str, str], list[tuple[date, float]]] = {}
    for bar, workload, day, usd in rows:
        grouped.setdefault((bar, workload), []).append((day, usd))
    return [
        FrontierSeries(
            bar, workload, CostSeries(tuple(day for day, _ in steps), np.array([usd for _, usd in steps]), as_of)
        )
        for (bar, workload), steps in grouped.items()
    ]


def fit_all(series: CostSeries) -> Iterator[tuple[str, Fit]]:
    """Fit every method for which the series has enough points; yield method ids and fits."""
    for name, method in SERIES_METHODS.items():
        try:
            fitted = method.fit_series(series)
        except NO_FIT:
            continue
        if fitted.trend(INTERVAL_LEVEL).n >= MINIMUM_N:
            yield name, fitted


def recent(series: CostSeries) -> CostSeries | None:
    """Return the last RECENT_MONTHS of a series, from the cost in force at their start; None when it is younger."""
    start = add_months(series.as_of, -RECENT_MONTHS)
    if series.dates[0] > start:
        return None
    before = max(index for index, day in enumerate(series.dates) if day <= start)
    later = series.dates[before + 1 :]
    return CostSeries((start, *later), series.usd[before:], series.as_of)


def trend_rows(frontiers: Iterable[FrontierSeries]) -> Iterator[dict[str, object]]:
    """Yield the rows of out_trend: every method over the whole of each series and over its last two years."""
    for frontier in frontiers:
        for span, series in (("all", frontier.series), ("last-24-months", recent(frontier.series))):
            for method, fit in fit_all(series) if series else ():
                trend = fit.trend(INTERVAL_LEVEL)
                yield {
                    "bar": frontier.bar,
                    "workload": frontier.workload,
                    "method": method,
                    "span": span,
                    "window_from": trend.window_from,
                    "window_to": trend.window_to,
                    "n": trend.n,
                    "factor_per_year": trend.factor_per_year,
                    "low": trend.low,
                    "high": trend.high,
                    "interval_level": INTERVAL_LEVEL,
                }
