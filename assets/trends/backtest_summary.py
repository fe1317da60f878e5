"""Summaries of the backtest: the scores of each method at each horizon, and the calibration of its probabilities.

Every function works on columns; `stored/backtest_tables.py` reads them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assets.trends.backtest import VINTAGE
from assets.trends.methods.panel import Panel
from assets.trends.paths import month_end, seed_for
from assets.trends.scores import SAME
from assets.trends.series import CostSeries, Floats, monthly_log10

RESAMPLES = 1000
SKILL_LEVEL = 0.9
BINS = np.linspace(0, 1, 11)

Row = dict[str, object]
Columns = Mapping[str, Any]
"""Equally long numpy arrays by column name."""
Event = tuple[str, str, date, float]
"""(bar, workload, origin, log10_threshold): a fall of the cost to that level after the origin."""


class Passage(NamedTuple):
    """Months from the origin to the first month at the threshold (infinite: not observed), and months observed."""

    happened: float
    followed: float


Passages = Sequence[Passage] | Floats
"""Passages, or their numbers (n, 2)."""


def summary_rows(forecasts: Columns) -> list[Row]:
    """Return the rows of out_backtest_summary: one method at one horizon, pooled over bars, workloads and origins.

    Skill is 1 - CRPS / CRPS of no-change on the same forecasts, with a 90% interval from resampling blocks of
    consecutive origins as long as the horizon, since neighbouring origins share most of their outcomes.

    Args:
        forecasts: Columns of `list_forecasts.sql`, ordered by method and horizon.
    """
    return [_summary(method, horizon, columns) for method, horizon, columns in _groups(forecasts)]


def calibration_rows(forecasts: Columns, events: Columns) -> list[Row]:
    """Return the rows of out_calibration: PIT histograms, observed frequencies of events by bin, and Brier scores.

    An event that has not happened by the last known day is censored there, not dropped. In each bin of probabilities
    the observed frequency is the Kaplan-Meier estimate (1958); the Brier score weights each outcome by the inverse of
    the probability of having been observed that long (Graf et al. 1999, Statistics in Medicine 18).

    Args:
        forecasts: Columns of `list_forecasts.sql`, ordered by method and horizon.
        events: Columns of `list_chances.sql`, ordered by method and horizon.
    """
    return [*_pit_rows(forecasts), *_event_rows(events)]


def passage_columns(events: Sequence[Event], panel: Panel) -> dict[str, np.ndarray]:
    """Return every event of which something is known by now with its passage, as arrays by column name.

    Args:
        events: Events of the backtest.
        panel: Everything that is known now.
    """
    levels = {(frontier.bar, frontier.workload): _levels(frontier.series) for frontier in panel.series}
    known = [
        (*event, *passage)
        for event in events
        if (passage := _passage(levels.get(event[:2], {}), *event[2:], as_of=panel.origin))
    ]
    names = ("bar", "workload", "origin", "log10_threshold", "happened", "followed")
    columns = {name: np.array([event[place] for event in known]) for place, name in enumerate(names)}
    columns["origin"] = columns["origin"].astype("datetime64[s]")  # DuckDB reads this type as a timestamp.
    return columns


def _groups(columns: Columns) -> Iterator[tuple[str, int, Columns]]:
    """Cut columns that are in order of method and horizon into one piece for each pair of them."""
    methods, horizons = columns["method"], columns["horizon_months"]
    starts = np.flatnonzero((methods[1:] != methods[:-1]) | (horizons[1:] != horizons[:-1])) + 1
    for piece in np.split(np.arange(len(methods)), starts):
        if len(piece):
            yield methods[piece[0]], int(horizons[piece[0]]), {name: values[piece] for name, values in columns.items()}


def _summary(method: str, horizon: int, forecasts: Columns) -> Row:
    origins, places = np.unique(forecasts["origin"], return_inverse=True)
    shared = ~np.isnan(forecasts["baseline_crps"])
    sums = np.zeros((len(origins), 2))
    for place, name in enumerate(("crps", "baseline_crps")):
        np.add.at(sums[:, place], places[shared], forecasts[name][shared])
    skill = 1 - float(sums[:, 0].sum() / sums[:, 1].sum())
    low, high = _skill_interval(sums, horizon, seed_for(method, str(horizon)))
    return {
        "method": method,
        "horizon_months": horizon,
        "n": len(places),
        "n_failed": int(forecasts["due"][0]) - len(places),
        "n_vintage": int((forecasts["basis"] == VINTAGE).sum()),
        "n_origins": len(origins),
        "crps": float(forecasts["crps"].mean()),
        "crps_no_change": float(sums[:, 1].sum() / shared.sum()),
        "pinball": float(forecasts["pinball"].mean()),
        "skill_vs_no_change": skill,
        "skill_low": low,
        "skill_high": high,
        "interval_level": SKILL_LEVEL,
        "cover_50": float(forecasts["in_50"].mean()),
        "cover_80": float(forecasts["in_80"].mean()),
        "cover_95": float(forecasts["in_95"].mean()),
    }


def _skill_interval(sums: Floats, horizon: int, rng: np.random.Generator) -> tuple[float | None, float | None]:
    """Interval of 1 - sum / sum over origins (n, 2) resampled in blocks; None where one block holds all origins."""
    resampled = block_sums(sums, horizon, rng)
    if resampled is None:
        return None, None
    method, baseline = resampled.T
    low, high = np.quantile(1 - method / baseline, [0.5 - SKILL_LEVEL / 2, 0.5 + SKILL_LEVEL / 2])
    return float(low), float(high)


def block_sums(sums: Floats, horizon: int, rng: np.random.Generator) -> Floats | None:
    """Return sums over resampled blocks of consecutive origins, each as long as the horizon.

    Blocks run on from the last origin to the first, so that each origin is drawn equally often (circular block
    bootstrap, Politis & Romano 1992): without that, the middle of the interval is not the observed mean.

    Args:
        sums: One row per origin, in order of time, (origins, columns).
        horizon: Months ahead: forecasts from neighbouring origins share most of their outcomes.
        rng: Random generator.

    Returns:
        Sums (RESAMPLES, columns); None where one block holds all origins.
    """
    count, block = len(sums), min(horizon, len(sums))
    if count <= block:
        return None
    starts = rng.integers(count, size=(RESAMPLES, -(-count // block)))
    places = (starts[:, :, None] + np.arange(block)).reshape(RESAMPLES, -1)[:, :count] % count
    return sums[places].sum(axis=1)


def _pit_rows(forecasts: Columns) -> Iterator[Row]:
    for method, horizon, columns in _groups(forecasts):
        counts, _ = np.histogram(columns["pit"], BINS)
        for place, count in enumerate(counts):
            share = {"n": int(count), "n_censored": 0, "forecast": 0.1, "observed": count / counts.sum(), "brier": None}
            yield {"kind": "pit", "method": method, "horizon_months": horizon} | _bin(place) | share


def _event_rows(events: Columns) -> Iterator[Row]:
    for method, horizon, columns in _groups(events):
        p, passed = columns["p"], np.column_stack((columns["happened"], columns["followed"]))
        names = {"method": method, "horizon_months": horizon}
        brier = brier_score(p, passed, horizon)
        yield {"kind": "brier"} | names | {"bin_low": 0.0, "bin_high": 1.0} | _event_summary(p, passed, horizon, brier)
        places = np.minimum(np.searchsorted(BINS, p, side="right") - 1, len(BINS) - 2)
        for place in np.unique(places):
            here = np.flatnonzero(places == place)
            summary = _event_summary(p[here], passed[here], horizon, None)
            yield {"kind": "event"} | names | _bin(int(place)) | summary


def _event_summary(p: Floats, passages: Passages, horizon: int, brier: float | None) -> Row:
    happened, months = _capped(passages, horizon)
    return {
        "n": len(p),
        "n_censored": int((~happened & (months < horizon)).sum()),
        "forecast": float(p.mean()),
        "observed": observed_frequency(passages, horizon),
        "brier": brier,
    }


def _levels(series: CostSeries) -> dict[date, float]:
    return {month_end(day, 0): level for day, level in zip(*monthly_log10(series), strict=True)}


def _passage(levels: Mapping[date, float], origin: date, log10_threshold: float, as_of: date) -> Passage | None:
    """Passage of one event; None where the series, or every month end after the origin, is unknown."""
    if origin not in levels:
        return None
    months = [level for day, level in levels.items() if origin < day <= as_of]
    reached = (month for month, level in enumerate(months, 1) if level <= log10_threshold + SAME)
    happened = next(reached, math.inf)
    return Passage(happened, len(months)) if months else None


def _capped(passages: Passages, horizon: int) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Whether each event happened within the horizon, and the month at which it happened or was last observed."""
    month, followed = np.asarray(passages).T
    happened = month <= horizon
    return happened, np.where(happened, month, np.minimum(followed, horizon)).astype(np.int64)


def observed_frequency(passages: Passages, horizon: int) -> float:
    """Return the Kaplan-Meier estimate of P(event within the horizon); censored events count while observed."""
    happened, months = _capped(passages, horizon)
    surviving = 1.0
    for month in range(1, horizon + 1):
        at_risk = np.count_nonzero(months >= month)
        if at_risk:
            surviving *= 1 - np.count_nonzero(happened & (months == month)) / at_risk
    return 1 - surviving


def brier_score(p: Floats, passages: Passages, horizon: int) -> float | None:
    """Return the mean squared error of probabilities (n,), each outcome weighted by 1 / P(observed that long).

    Args:
        p: Forecast probabilities of the events, (n,).
        passages: Their passages, (n, 2).
        horizon: Months within which the events were forecast.

    Returns:
        The Brier score; None where no event was observed up to the horizon.
    """
    happened, months = _capped(passages, horizon)
    followed = np.asarray(passages)[:, 1]
    if not (followed >= horizon).any():
        return None
    followed_to = np.array([np.mean(followed >= month) for month in range(horizon + 1)])
    weights = np.where(happened | (months >= horizon), 1 / followed_to[months], 0.0)
    return float(weights @ (happened - p) ** 2 / weights.sum())


def _bin(place: int) -> Row:
    return {"bin_low": float(BINS[place]), "bin_high": float(BINS[place + 1])}
