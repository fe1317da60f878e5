"""What the backtest says: each method at each horizon, and whether what it called likely came as often as it said."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assets.trends.backtest import VINTAGE, Chance, ScoredForecast
from assets.trends.methods.panel import Panel
from assets.trends.paths import month_end, seed_for
from assets.trends.record import BASELINE
from assets.trends.scores import SAME
from assets.trends.series import Floats, monthly_log10

RESAMPLES = 1000
SKILL_LEVEL = 0.9
BINS = np.linspace(0, 1, 11)

Row = dict[str, object]


class Passage(NamedTuple):
    """When a cost first fell that far, in months after the origin (infinite: not seen), and how many are known."""

    happened: float
    followed: float


Passages = Sequence[Passage] | Floats
"""Passages, or their numbers (n, 2)."""


def summary_rows(forecasts: Sequence[ScoredForecast]) -> list[Row]:
    """Rows of out_backtest_summary: one method at one horizon, pooled over bars, workloads and origins.

    Skill is 1 - CRPS / CRPS of no-change on the same forecasts, with a 90% interval from resampling blocks of
    consecutive origins as long as the horizon, since neighbouring origins share most of what came.
    """
    groups: dict[tuple[str, int], list[ScoredForecast]] = {}
    for row in forecasts:
        groups.setdefault((row.method, row.horizon_months), []).append(row)
    baseline = {_key(row): row.crps for row in forecasts if row.method == BASELINE}
    return [_summary(method, horizon, rows, baseline) for (method, horizon), rows in sorted(groups.items())]


def _key(row: ScoredForecast) -> tuple[str, str, date, int]:
    return row.bar, row.workload, row.origin, row.horizon_months


def _summary(
    method: str,
    horizon: int,
    rows: Sequence[ScoredForecast],
    baseline: Mapping[tuple[str, str, date, int], float],
) -> Row:
    shared = [row for row in rows if _key(row) in baseline]
    origins = sorted({row.origin for row in rows})
    sums = np.zeros((len(origins), 2))
    for row in shared:
        sums[origins.index(row.origin)] += row.crps, baseline[_key(row)]
    skill = 1 - float(sums[:, 0].sum() / sums[:, 1].sum())
    low, high = _skill_interval(sums, horizon, seed_for(method, str(horizon)))
    return {
        "method": method,
        "horizon_months": horizon,
        "n": len(rows),
        "n_vintage": sum(row.basis == VINTAGE for row in rows),
        "n_origins": len(origins),
        "crps": _mean([row.crps for row in rows]),
        "crps_no_change": float(sums[:, 1].sum() / len(shared)),
        "pinball": _mean([row.pinball for row in rows]),
        "skill_vs_no_change": skill,
        "skill_low": low,
        "skill_high": high,
        "interval_level": SKILL_LEVEL,
        "cover_50": _mean([row.in_50 for row in rows]),
        "cover_80": _mean([row.in_80 for row in rows]),
        "cover_95": _mean([row.in_95 for row in rows]),
    }


def _skill_interval(sums: Floats, horizon: int, rng: np.random.Generator) -> tuple[float | None, float | None]:
    """Interval of 1 - sum / sum over origins (n, 2) drawn again in blocks; none where a single block holds them all."""
    count, block = len(sums), min(horizon, len(sums))
    if count <= block:
        return None, None
    starts = rng.integers(count - block + 1, size=(RESAMPLES, -(-count // block)))
    places = (starts[:, :, None] + np.arange(block)).reshape(RESAMPLES, -1)[:, :count]
    method, baseline = sums[places].sum(axis=1).T
    low, high = np.quantile(1 - method / baseline, [0.5 - SKILL_LEVEL / 2, 0.5 + SKILL_LEVEL / 2])
    return float(low), float(high)


def calibration_rows(forecasts: Iterable[ScoredForecast], chances: Iterable[Chance], panel: Panel) -> list[Row]:
    """Rows of out_calibration: PIT histograms, event probabilities against what came, and Brier scores.

    `panel` is all that is known now: an event that has not come by its end is censored there, not dropped. In each bin
    of probabilities the observed frequency is Kaplan and Meier's (1958); the Brier score weighs by the inverse of the
    chance of having been followed long enough (Graf et al. 1999, Statistics in Medicine 18).
    """
    return [*_pit_rows(forecasts), *_event_rows(chances, panel)]


def _pit_rows(forecasts: Iterable[ScoredForecast]) -> Iterator[Row]:
    groups: dict[tuple[str, int], list[float]] = {}
    for row in forecasts:
        groups.setdefault((row.method, row.horizon_months), []).append(row.pit)
    for (method, horizon), pits in sorted(groups.items()):
        counts, _ = np.histogram(pits, BINS)
        for place, count in enumerate(counts):
            share = {"n": int(count), "n_censored": 0, "forecast": 0.1, "observed": count / len(pits), "brier": None}
            yield {"kind": "pit", "method": method, "horizon_months": horizon} | _bin(place) | share


def _event_rows(chances: Iterable[Chance], panel: Panel) -> Iterator[Row]:
    passages = _Passages(panel)
    groups: dict[tuple[str, int], list[tuple[float, Passage]]] = {}
    for row in chances:
        passage = passages.of(row)
        if passage is not None:
            groups.setdefault((row.method, row.horizon_months), []).append((row.p, passage))
    for (method, horizon), found in sorted(groups.items()):
        p, passed = np.array([chance for chance, _ in found]), np.array([passage for _, passage in found])
        names = {"method": method, "horizon_months": horizon}
        brier = brier_score(p, passed, horizon)
        yield {"kind": "brier"} | names | {"bin_low": 0.0, "bin_high": 1.0} | _judged(p, passed, horizon, brier)
        places = np.minimum(np.searchsorted(BINS, p, side="right") - 1, len(BINS) - 2)
        for place in np.unique(places):
            here = np.flatnonzero(places == place)
            judged = _judged(p[here], passed[here], horizon, None)
            yield {"kind": "event"} | names | _bin(int(place)) | judged


def _judged(p: Floats, passages: Passages, horizon: int, brier: float | None) -> Row:
    happened, months = _capped(passages, horizon)
    return {
        "n": len(p),
        "n_censored": int((~happened & (months < horizon)).sum()),
        "forecast": float(p.mean()),
        "observed": observed_frequency(passages, horizon),
        "brier": brier,
    }


class _Passages:
    """First passages of the costs that came, looked up by (bar, workload, origin, threshold)."""

    def __init__(self, panel: Panel) -> None:
        self._as_of = panel.origin
        self._levels = {
            (one.bar, one.workload): {
                (day.year, day.month): level for day, level in zip(*monthly_log10(one.series), strict=True)
            }
            for one in panel.series
        }
        self._found: dict[tuple[str, str, date, float], Passage | None] = {}

    def of(self, row: Chance) -> Passage | None:
        """Passage of one event; None where the series, or every month end after the origin, is unknown."""
        key = row.bar, row.workload, row.origin, row.log10_threshold
        if key not in self._found:
            self._found[key] = self._look(*key)
        return self._found[key]

    def _look(self, bar: str, workload: str, origin: date, log10_threshold: float) -> Passage | None:
        levels = self._levels.get((bar, workload), {})
        if (origin.year, origin.month) not in levels:
            return None
        happened, followed = math.inf, 0
        while (day := month_end(origin, followed + 1)) <= self._as_of:
            followed += 1
            if happened == math.inf and levels[day.year, day.month] <= log10_threshold + SAME:
                happened = followed
        return Passage(happened, followed) if followed else None


def _capped(passages: Passages, horizon: int) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Whether each event came within the horizon, and the month at which it came or was last looked for."""
    month, followed = np.asarray(passages).T
    happened = month <= horizon
    return happened, np.where(happened, month, np.minimum(followed, horizon)).astype(np.int64)


def observed_frequency(passages: Passages, horizon: int) -> float:
    """Kaplan-Meier estimate of P(event within the horizon); an event not yet come counts while it was followed."""
    happened, months = _capped(passages, horizon)
    surviving = 1.0
    for month in range(1, horizon + 1):
        at_risk = np.count_nonzero(months >= month)
        if at_risk:
            surviving *= 1 - np.count_nonzero(happened & (months == month)) / at_risk
    return 1 - surviving


def brier_score(p: Floats, passages: Passages, horizon: int) -> float | None:
    """Mean squared error of probabilities (n,), each known outcome weighed by 1 / P(followed that long).

    None where no forecast was followed to the horizon.
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


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
