"""Forecasts of what accelerators rent for: the method `drift` and two baselines on the published monthly medians."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from assets.trends.methods.interface import NO_FIT
from assets.trends.methods.registry import SERIES_METHODS
from assets.trends.paths import seed_for, simulation
from assets.trends.series import CostSeries, Floats
from warehouse.query import Row

LEAST_MONTHS = 4
"""Fewest months with a median for a forecast: fewer say nothing of how a rent moves."""
PATHS = 20_000


def forecast_rent(
    rents: Sequence[Row], as_of: date, methods: Sequence[str], months: Sequence[int], levels: Sequence[float]
) -> dict[str, Floats]:
    """Return quantiles of a rent in USD an hour, (levels, months), by method.

    Args:
        rents: Rows of `list_rents.sql`.
        as_of: The day of the forecast.
        methods: Methods of a single series.
        months: Months after the day of the forecast.
        levels: Levels of the quantiles.

    Raises:
        ValueError: The series is too short; the message says by how much.
    """
    if len(rents) < LEAST_MONTHS:
        raise ValueError(f"{len(rents)} months have a median of enough sellers, fewer than {LEAST_MONTHS}")
    usd = np.array([float(row["usd_per_gpu_hour"]) for row in rents])
    series = CostSeries(tuple(row["month"] for row in rents), usd, as_of)
    return {method: _quantiles(series, method, months, levels) for method in methods}


def _quantiles(series: CostSeries, method: str, months: Sequence[int], levels: Sequence[float]) -> Floats:
    try:
        fit = SERIES_METHODS[method].fit_series(series)
    except NO_FIT as error:
        raise ValueError(f"{method}: {error}") from error
    paths = fit.draw(seed_for("rent", method), max(months), PATHS)
    return simulation(paths, months).quantiles(levels)
