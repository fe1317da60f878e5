"""The fits of one frontier by every registered method and by the pools of them."""

from __future__ import annotations

from collections.abc import Iterable

from assets.trends.methods import pool
from assets.trends.methods.interface import NO_FIT, Fit
from assets.trends.methods.panel import Panel
from assets.trends.methods.parts import fit_method
from assets.trends.methods.registry import METHODS
from assets.trends.record import LINEAR_POOL, POOL, MethodRecord, spreads_of
from assets.trends.series import FrontierSeries, monthly_log10

MINIMUM_STEPS = 4
"""Fewest monthly differences of a series that is forecast."""


def fit_family(frontier: FrontierSeries, panel: Panel, record: MethodRecord) -> dict[str, Fit]:
    """Fit all methods and both pools to one frontier.

    Args:
        frontier: The series to forecast.
        panel: Everything known on the day up to which the series is known.
        record: The scores of earlier forecasts known on that day (see `record.record_at`).

    Returns:
        Fits by method id, the pools last. A method that cannot be fitted is absent. Empty for a series of fewer than
        MINIMUM_STEPS + 1 calendar months.
    """
    if len(monthly_log10(frontier.series)[1]) <= MINIMUM_STEPS:
        return {}
    fits = fit_methods(METHODS, frontier, panel)
    fits[LINEAR_POOL], fits[POOL] = pool.fit(frontier, fits, spreads_of(record))
    return fits


def fit_methods(names: Iterable[str], frontier: FrontierSeries, panel: Panel) -> dict[str, Fit]:
    """Fit the methods of these ids to one frontier; a method that cannot be fitted is absent."""
    fits: dict[str, Fit] = {}
    for name in names:
        try:
            fits[name] = fit_method(METHODS[name], frontier, panel)
        except NO_FIT:
            continue
    return fits
