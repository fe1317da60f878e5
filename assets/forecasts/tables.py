"""Turn forecasts into the columns of out_forecast, out_crossing, out_crossing_date and out_search_gap_forecast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from assets.forecasts.forecast import HORIZON_MONTHS, PUBLISHED_MONTHS, QUANTILES, Forecast, published_dates
from assets.forecasts.search_gap import GAP_MONTHS
from assets.forecasts.search_gap import QUANTILES as QUANTILES_OF_GAP
from assets.trends.moving_targets import SearchCost
from assets.trends.paths import add_months

Columns = dict[str, Any]


def forecast_columns(forecasts: Sequence[Forecast], origin: date) -> Columns:
    """Return the columns of one row per forecast, quantile and date."""
    columns = _names(forecasts, len(QUANTILES) * len(PUBLISHED_MONTHS), origin)
    columns["date"] = np.tile(_days(origin), len(forecasts) * len(QUANTILES))
    columns["quantile"] = np.tile(np.repeat(QUANTILES, len(PUBLISHED_MONTHS)), len(forecasts))
    columns["usd_per_query"] = np.concatenate([forecast.usd.ravel() for forecast in forecasts])
    return columns


def crossing_columns(forecasts: Sequence[Forecast], targets: Sequence[str], origin: date) -> Columns:
    """Return the columns of one row per forecast, target and date."""
    columns = _names(forecasts, len(targets) * len(PUBLISHED_MONTHS), origin)
    columns["target"] = np.tile(np.repeat(np.array(targets, dtype=object), len(PUBLISHED_MONTHS)), len(forecasts))
    columns["date"] = np.tile(_days(origin), len(forecasts) * len(targets))
    columns["p_level"] = np.concatenate([forecast.p_level.ravel() for forecast in forecasts])
    columns["p_first_passage"] = np.concatenate([forecast.p_first_passage.ravel() for forecast in forecasts])
    return columns


def crossing_date_columns(forecasts: Sequence[Forecast], targets: Sequence[str], origin: date) -> Columns:
    """Return when P(first passage) reaches 10, 50 and 90% by forecast and target; NaT = not within the horizon."""
    columns = _names(forecasts, len(targets), origin)
    columns["target"] = np.tile(np.array(targets, dtype=object), len(forecasts))
    days = np.array([None, *(add_months(origin, months) for months in range(1, HORIZON_MONTHS + 1))], "datetime64[s]")
    reached = np.array([months or 0 for forecast in forecasts for row in forecast.reached for months in row])
    for place, name in enumerate(("date_p10", "date_p50", "date_p90")):
        columns[name] = days[reached.reshape(-1, 3)[:, place]]
    return columns


def gap_columns(forecasts: Sequence[Forecast], targets: Sequence[SearchCost], origin: date) -> Columns:
    """Return the columns of one row per forecast by the pool, target and date of GAP_MONTHS."""
    kept = [(forecast, forecast.gap) for forecast in forecasts if forecast.gap is not None]
    columns = _names([forecast for forecast, _ in kept], len(targets) * len(GAP_MONTHS), origin)
    del columns["method"]
    for name in ("target", "kind"):
        names = np.array([getattr(target, name) for target in targets], dtype=object)
        columns[name] = np.tile(np.repeat(names, len(GAP_MONTHS)), len(kept))
    days = np.array([add_months(origin, months) for months in GAP_MONTHS], dtype="datetime64[s]")
    columns["date"] = np.tile(days, len(kept) * len(targets))
    for place, name in enumerate(QUANTILES_OF_GAP):
        columns[name] = np.concatenate([gap.log10[:, place].ravel() for _, gap in kept])
    places = [PUBLISHED_MONTHS.index(months) for months in GAP_MONTHS]
    for name in ("p_level", "p_first_passage"):
        columns[name] = np.concatenate([getattr(forecast, name)[:, places].ravel() for forecast, _ in kept])
        columns[f"{name}_still"] = np.concatenate([getattr(gap, f"{name}_still").ravel() for _, gap in kept])
    return columns


def path_columns(forecasts: Sequence[Forecast], origin: date) -> Columns:
    """Return the columns of one row per series whose paths are kept, as little-endian 32-bit floats."""
    kept = [(forecast, forecast.log10_ratio) for forecast in forecasts if forecast.log10_ratio is not None]
    columns = _names([forecast for forecast, _ in kept], 1, origin)
    del columns["method"]
    for place, name in enumerate(("n_paths", "n_months")):
        columns[name] = np.array([paths.shape[place] for _, paths in kept], dtype=np.int64)
    columns["log10_ratio"] = np.array([paths.astype("<f4").tobytes() for _, paths in kept], dtype=object)
    return columns


def _names(forecasts: Sequence[Forecast], repeats: int, origin: date) -> Columns:
    return {
        name: np.repeat(np.array([getattr(forecast, name) for forecast in forecasts], dtype=object), repeats)
        for name in ("bar", "workload", "method")
    } | {"origin": np.full(len(forecasts) * repeats, np.datetime64(origin, "s"))}


def _days(origin: date) -> Any:  # noqa: ANN401 - numpy datetime64 array; DuckDB reads seconds, not days
    return np.array(published_dates(origin), dtype="datetime64[s]")
