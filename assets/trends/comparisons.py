"""Forecasts that the pool is compared with on equal terms: every method with the pool's noise and recalibration.

They are scored in the backtest and tallied, and forecast nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from assets.trends.methods import pool
from assets.trends.methods.interface import NO_FIT, Fit, FrontierFit, Method
from assets.trends.methods.market_walk import MarketRate, along
from assets.trends.methods.panel import Panel
from assets.trends.methods.parts import fit_method
from assets.trends.record import LINEAR_POOL, POOL, MethodRecord, spreads_of
from assets.trends.series import Floats, FrontierSeries

REPAIRED, RECALIBRATED = "-repaired", "-recalibrated"
"""Suffixes of a method's id: with the noise of `market_walk`, and recalibrated by its own record besides."""


def _walk_with_panel_noise(drift: float) -> FrontierFit:
    """Return the fit of a walk with a drift that is fixed in advance, and with the noise of the pool's members."""
    return lambda frontier, panel: along(MarketRate(drift, 0.0, math.inf, 0), frontier.series, panel)


REPAIRED_METHODS = {
    name: Method(name + REPAIRED, _walk_with_panel_noise(drift), needs="other-bars")
    for name, drift in (("no-change", 0.0), ("ten-x-per-year", -1 / 12))
}
"""The two rules, by the id of each. The members of the pool have this noise; that of the others is their own."""


def fit_repaired(frontier: FrontierSeries, panel: Panel) -> dict[str, Fit]:
    """Fit the two rules with the pool's noise to one frontier, by their id with the suffix."""
    fits = {}
    for method in REPAIRED_METHODS.values():
        try:
            fits[method.id] = fit_method(method, frontier, panel)
        except NO_FIT:
            continue
    return fits


def recalibrated(
    walks: Mapping[str, Floats], targets: Iterable[tuple[int, date]], record: MethodRecord, last: float
) -> dict[str, Floats]:
    """Recalibrate the walks of every method by its own record; those of a rule are its walks with the pool's noise.

    Args:
        walks: Log10 USD (all months, paths) by id.
        targets: The months that are recalibrated, 1 = first, with their dates; other months are copied.
        record: The scores of earlier forecasts.
        last: Log10 USD at the origin.

    Returns:
        Log10 USD (all months, paths) by id with the suffix.
    """
    months, moved = [month for month, _ in targets], {}
    for name, drawn in walks.items():
        if name in {*REPAIRED_METHODS, LINEAR_POOL, POOL}:
            continue
        walk, spreads = np.array(drawn), np.array(spreads_of(record, name))
        for month in months:
            pool.recalibrate(walk[month - 1], spreads[month - 1], last)
        moved[name.removesuffix(REPAIRED) + RECALIBRATED] = walk
    return moved


def is_comparison(name: str) -> bool:
    """Return whether an id is one of this module."""
    return name.endswith((REPAIRED, RECALIBRATED))
