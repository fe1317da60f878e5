"""The ratios within one release that gains are computed from: two accelerators, number formats or accuracy targets.

A number format is never assumed: a ratio states whether both sides filed the same format, different ones, or none.
Several ratios are combined in `pooled_gains.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from assets.hardware.spread import BenchmarkResult, Floats, SpeedEstimate, estimate_speed, log_residuals

Row = dict[str, Any]
SAME, DIFFERENT, UNKNOWN, ACCURACY = "same_format", "formats_differ", "format_unknown", "accuracy_target"
SEVERAL = "all"
"""The benchmark, scenario or number format of a row that combines several."""


@dataclass(frozen=True)
class ChipSetup:
    """The setup of a measurement: one accelerator in one number format on one benchmark of one release."""

    release: str
    benchmark: str
    scenario: str
    accelerator: str
    number_format: str | None

    @property
    def test(self) -> tuple[str, str, str]:
        """Release, benchmark and scenario, which both sides of a ratio share."""
        return self.release, self.benchmark, self.scenario


@dataclass(frozen=True)
class ChipRatio:
    """One ratio within one release: the speed of the newer setup over the speed of its baseline.

    `kind` is `release` (two accelerators), `format` (two number formats of one) or ACCURACY (two accuracy targets).
    """

    kind: str
    setup: ChipSetup
    base: ChipSetup
    estimate: SpeedEstimate
    base_estimate: SpeedEstimate

    @property
    def basis(self) -> str:
        """How the two number formats compare."""
        if self.kind == ACCURACY:
            return ACCURACY
        formats = (self.setup.number_format, self.base.number_format)
        return UNKNOWN if None in formats else SAME if formats[0] == formats[1] else DIFFERENT

    @property
    def log_ratio(self) -> float:
        """Log of the ratio of both estimates."""
        return float(np.log(self.estimate.speed / self.base_estimate.speed))

    @property
    def log_draws(self) -> Floats:
        """Bootstrapped logs of the ratio; drawing both sides independently makes the interval too wide, if anything."""
        return self.estimate.log_draws - self.base_estimate.log_draws

    @property
    def coverage(self) -> str:
        """`sample` when either side is."""
        return max(self.estimate.coverage, self.base_estimate.coverage)


def find_ratios(results: Sequence[BenchmarkResult], order: Mapping[str, int]) -> list[ChipRatio]:
    """Return every pair of accelerators, of formats of one accelerator, and of its accuracy targets in a release.

    Args:
        results: Results of all releases.
        order: Rank of each accelerator by age; of two accelerators the older is the baseline.
    """
    estimates = _estimates(results)
    tests: dict[tuple[str, str, str], list[ChipSetup]] = defaultdict(list)
    for setup in estimates:
        tests[setup.test].append(setup)
    ratios = []
    for setups in tests.values():
        for base, setup in combinations(sorted(setups, key=lambda setup: _age(setup, order)), 2):
            if base.accelerator != setup.accelerator:
                ratios.append(ChipRatio("release", setup, base, estimates[setup], estimates[base]))
            elif base.number_format and setup.number_format:
                ratios.append(ChipRatio("format", setup, base, estimates[setup], estimates[base]))
    for setup, estimate in estimates.items():
        ratios += [ChipRatio(ACCURACY, setup, base, estimate, estimates[base]) for base in _strict(setup, tests)]
    return ratios


def _strict(setup: ChipSetup, tests: Mapping[tuple[str, str, str], Iterable[ChipSetup]]) -> list[ChipSetup]:
    """The same accelerator at the strict accuracy target of the same test, in any format."""
    if not setup.benchmark.endswith("-99"):
        return []
    test = (setup.release, setup.benchmark + ".9", setup.scenario)
    return [strict for strict in tests.get(test, ()) if strict.accelerator == setup.accelerator]


def _age(setup: ChipSetup, order: Mapping[str, int]) -> tuple[int, int, str]:
    """Sort key: older accelerators first, then wider number formats, because the first of a pair is the baseline."""
    digits = "".join(filter(str.isdigit, setup.number_format or ""))
    return order[setup.accelerator], -int(digits or 0), setup.number_format or ""


def _estimates(results: Iterable[BenchmarkResult]) -> dict[ChipSetup, SpeedEstimate]:
    groups: dict[ChipSetup, list[BenchmarkResult]] = defaultdict(list)
    for result in results:
        setup = ChipSetup(result.release, result.benchmark, result.scenario, result.accelerator, result.number_format)
        groups[setup].append(result)
    spreads = {
        scenario: log_residuals(group for setup, group in groups.items() if setup.scenario == scenario)
        for scenario in {setup.scenario for setup in groups}
    }
    return {
        setup: estimate_speed(
            group, spreads[setup.scenario], [*setup.test, setup.accelerator, setup.number_format or ""]
        )
        for setup, group in groups.items()
    }


def gain_row(ratios: Sequence[ChipRatio], middle: float, low: float | None, high: float | None) -> Row:
    """Return the row of `out_hardware_gain` over ratios of one pair.

    Args:
        ratios: Ratios of the same two accelerators (or formats, or targets).
        middle: Log of the combined ratio.
        low: Log of the low end of its interval; None where there is none.
        high: Log of the high end of its interval; None where there is none.
    """
    first = ratios[0]
    results = {id(result): result for ratio in ratios for result in _results(ratio)}
    dates = sorted({(result.released_on, result.release) for result in results.values()})
    units = {result.metric_unit for result in results.values()}
    resampled = all(ratio.estimate.is_resampled and ratio.base_estimate.is_resampled for ratio in ratios)
    return {
        "kind": first.kind,
        "benchmark": first.setup.benchmark,
        "baseline_benchmark": first.base.benchmark,
        "scenario": first.setup.scenario,
        "accelerator": first.setup.accelerator,
        "baseline": first.base.accelerator,
        "number_format": _joined(ratio.setup.number_format for ratio in ratios),
        "baseline_number_format": _joined(ratio.base.number_format for ratio in ratios),
        "basis": first.basis,
        "pairing": "all_submitters",
        "ratio": float(np.exp(middle)),
        "low": None if low is None else float(np.exp(low)),
        "high": None if high is None else float(np.exp(high)),
        "interval_basis": "submitters" if resampled else "pooled_spread",
        "n": len(results),
        "n_submitters": len({submitter for ratio in ratios for submitter in ratio.estimate.by_submitter}),
        "baseline_n_submitters": len({submitter for ratio in ratios for submitter in ratio.base_estimate.by_submitter}),
        "n_cells": len(ratios),
        "metric_unit": units.pop() if len(units) == 1 else None,
        "release_from": dates[0][1],
        "release_to": dates[-1][1],
        "coverage": max(ratio.coverage for ratio in ratios),
        "via": None,
    }


def _results(ratio: ChipRatio) -> tuple[BenchmarkResult, ...]:
    return (*ratio.estimate.results, *ratio.base_estimate.results)


def _joined(formats: Iterable[str | None]) -> str | None:
    distinct = set(formats)
    return distinct.pop() if len(distinct) == 1 else SEVERAL
