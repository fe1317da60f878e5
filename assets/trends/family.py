"""Every method of the family by its public id, and the fits of one series by all of them, the pools last.

A method that needs more points or offers than there are gives no fit, and the pools do without it.
"""

from __future__ import annotations

from collections.abc import Callable

from assets.trends.methods import (
    METHODS,
    damped_trend,
    drift_ma,
    drivers,
    frontier_quantile,
    hedonic,
    jumps,
    lifecycle,
    pool,
    regimes,
)
from assets.trends.methods.interface import NO_FIT, Fit
from assets.trends.methods.panel import Panel
from assets.trends.methods.parts import PanelMethod, of_parts
from assets.trends.record import MethodRecord, votes_of_all
from assets.trends.series import CostSeries, FrontierSeries, monthly_log10

LINEAR_POOL, POOL = "linear-pool", "pool"
MINIMUM_STEPS = 4
"""Fewest monthly differences of a series that is forecast."""


def _of_whole_cost(method: Callable[[CostSeries], Fit]) -> PanelMethod:
    return lambda frontier, _: method(frontier.series)


FAMILY: dict[str, PanelMethod] = {
    **{name: _of_whole_cost(method) for name, method in METHODS.items()},
    "drift-ma": of_parts(drift_ma.fit),
    "damped-trend": of_parts(damped_trend.fit),
    "regimes": of_parts(regimes.fit),
    "jumps": of_parts(jumps.fit),
    "lifecycle": of_parts(lifecycle.fit),
    "frontier-quantile": of_parts(frontier_quantile.fit),
    "hedonic": of_parts(hedonic.fit),
    "drivers": of_parts(drivers.fit),
}


def fit_family(frontier: FrontierSeries, panel: Panel, record: MethodRecord) -> dict[str, Fit]:
    """Fit all methods and both pools, by id; empty for a series of fewer than MINIMUM_STEPS + 1 calendar months.

    `standing` is what earlier forecasts told by the panel's origin (see `record.standing_at`).
    """
    if len(monthly_log10(frontier.series)[1]) <= MINIMUM_STEPS:
        return {}
    fits: dict[str, Fit] = {}
    for name, method in FAMILY.items():
        try:
            fits[name] = method(frontier, panel)
        except NO_FIT:
            continue
    # Where none of the methods with a good record can be fitted, all that can be have a vote.
    weights = record.weights if fits.keys() & record.weights.keys() else votes_of_all()
    fits[LINEAR_POOL], fits[POOL] = pool.fit(frontier, fits, weights, record.spreads)
    return fits
