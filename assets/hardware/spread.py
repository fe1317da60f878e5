"""What several submitters measured of one thing: its middle or its best, and how far it might have come out otherwise.

A submitter counts once however many systems it submits; intervals are bootstraps over submitters with a fixed seed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000
LEVEL = 0.9
ENOUGH = 3
"""Fewest submitters whose own spread is resampled; below that the spread seen elsewhere stands in."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Result:
    """One result as a gain uses it: `speed` per accelerator in its metric's unit (our derivation, not MLPerf's)."""

    release: str
    released_on: date
    accelerator: str
    benchmark: str
    scenario: str
    submitter: str
    number_format: str | None
    metric_unit: str
    speed: float
    coverage: str


@dataclass(frozen=True)
class Side:
    """One side of a ratio: its results, a speed for each submitter, the estimate, and DRAWS bootstrapped logs of it."""

    results: Sequence[Result]
    by_submitter: Mapping[str, float]
    estimate: float
    log_draws: Floats

    @property
    def is_resampled(self) -> bool:
        """Whether the spread is that of its own submitters."""
        return len(self.by_submitter) >= ENOUGH

    @property
    def coverage(self) -> str:
        """`sample` when any result is of a release that we hold in part only."""
        return "sample" if any(result.coverage == "sample" for result in self.results) else "complete"


def submitter_speeds(results: Iterable[Result], *, best: bool = False) -> dict[str, float]:
    """The median (or best) speed of each submitter."""
    speeds: dict[str, list[float]] = {}
    for result in results:
        speeds.setdefault(result.submitter, []).append(result.speed)
    middle = max if best else median
    return {submitter: float(middle(found)) for submitter, found in sorted(speeds.items())}


def log_residuals(cells: Iterable[Sequence[Result]]) -> Floats:
    """How far submitters stand from the median submitter of the same cell, as logs, over cells with enough of them.

    [0.0] when no cell has enough: then a lone submitter's figure is taken as it is.
    """
    found: list[float] = [0.0]
    for cell in cells:
        speeds = np.log(list(submitter_speeds(cell).values()))
        if len(speeds) >= ENOUGH:
            found += list(speeds - np.median(speeds))
    return np.asarray(found)


def side_of(results: Sequence[Result], residuals: Floats, seed: Sequence[str], *, best: bool = False) -> Side:
    """The median over submitters (or the best submitter) with its bootstrap."""
    speeds = submitter_speeds(results, best=best)
    values, rng, count = np.log(list(speeds.values())), seed_for(*seed), len(speeds)
    middle = np.max if best else np.median
    estimate = float(middle(values))
    if count >= ENOUGH:
        draws = middle(values[rng.integers(count, size=(DRAWS, count))], axis=1)
    else:
        draws = estimate + residuals[rng.integers(len(residuals), size=(DRAWS, count))].mean(axis=1)
    return Side(results, speeds, float(np.exp(estimate)), draws)


def interval_around(estimate: float, draws: Floats) -> tuple[float, float]:
    """The central LEVEL of draws, widened to hold the estimate (the best of a resample never beats the best)."""
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return min(float(low), estimate), max(float(high), estimate)


def seed_for(*names: str) -> np.random.Generator:
    """Random generator that the same names start alike in any process."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(json.dumps(names).encode()).digest()))
