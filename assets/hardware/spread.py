"""The speed of one accelerator over several submitters: the median or the best, with its bootstrapped uncertainty.

A submitter counts once however many systems it submits. Intervals are bootstraps over submitters with a fixed seed.
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
"""Fewest submitters whose own spread is resampled; with fewer, the spread of other results is used."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BenchmarkResult:
    """One result that gains are computed from.

    `speed` is per accelerator, in `metric_unit`; that is our derivation, not an MLPerf metric.
    """

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
class SpeedEstimate:
    """The speed that results show: one speed for each submitter, the estimate, and DRAWS bootstrapped logs of it."""

    results: Sequence[BenchmarkResult]
    by_submitter: Mapping[str, float]
    speed: float
    log_draws: Floats

    @property
    def is_resampled(self) -> bool:
        """Whether the spread is that of its own submitters."""
        return len(self.by_submitter) >= ENOUGH

    @property
    def coverage(self) -> str:
        """`sample` when any result is of a release that this project holds in part only."""
        return "sample" if any(result.coverage == "sample" for result in self.results) else "complete"


def submitter_speeds(results: Iterable[BenchmarkResult], *, best: bool = False) -> dict[str, float]:
    """Return the median (or best) speed of each submitter, in alphabetical order of submitters."""
    speeds: dict[str, list[float]] = {}
    for result in results:
        speeds.setdefault(result.submitter, []).append(result.speed)
    summary = max if best else median
    return {submitter: float(summary(values)) for submitter, values in sorted(speeds.items())}


def log_residuals(groups: Iterable[Sequence[BenchmarkResult]]) -> Floats:
    """Return log(speed of a submitter / speed of the median submitter) over all groups with enough submitters.

    Args:
        groups: Results of one accelerator, benchmark, scenario, release and number format each.

    Returns:
        The residuals, with a leading 0.0; [0.0] alone, where no group has enough submitters, leaves the speed of a
        lone submitter without spread.
    """
    residuals: list[float] = [0.0]
    for group in groups:
        speeds = np.log(list(submitter_speeds(group).values()))
        if len(speeds) >= ENOUGH:
            residuals += list(speeds - np.median(speeds))
    return np.asarray(residuals)


def estimate_speed(
    results: Sequence[BenchmarkResult], residuals: Floats, seed: Sequence[str], *, best: bool = False
) -> SpeedEstimate:
    """Return the median speed over submitters (or the best submitter's) with its bootstrap.

    Args:
        results: Results of one accelerator on one benchmark.
        residuals: What `log_residuals` returns; used where there are fewer than ENOUGH submitters.
        seed: Names that start the random generator.
        best: Return the speed of the best submitter rather than the median.
    """
    speeds = submitter_speeds(results, best=best)
    logs, rng, count = np.log(list(speeds.values())), seed_for(*seed), len(speeds)
    summary = np.max if best else np.median
    estimate = float(summary(logs))
    if count >= ENOUGH:
        draws = summary(logs[rng.integers(count, size=(DRAWS, count))], axis=1)
    else:
        draws = estimate + residuals[rng.integers(len(residuals), size=(DRAWS, count))].mean(axis=1)
    return SpeedEstimate(results, speeds, float(np.exp(estimate)), draws)


def interval_around(estimate: float, draws: Floats) -> tuple[float, float]:
    """Return the central LEVEL of draws, widened to hold the estimate.

    The best submitter of a resample is never faster than the best of all, so the draws may not reach the estimate.
    """
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return min(float(low), estimate), max(float(high), estimate)


def seed_for(*names: str) -> np.random.Generator:
    """Return a random generator with the same seed for the same names in any process."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(json.dumps(names).encode()).digest()))
