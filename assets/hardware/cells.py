"""The ratios within one release that gains are made of: two chips, two formats or two accuracy targets on one test.

Number formats are never assumed: a ratio says whether both sides filed the same one, different ones, or none.
How ratios are taken together does not belong here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from assets.hardware.spread import Floats, Result, Side, log_residuals, side_of

Row = dict[str, Any]
SAME, DIFFERENT, UNKNOWN, ACCURACY = "same_format", "formats_differ", "format_unknown", "accuracy_target"
SEVERAL = "all"
"""Stands for the benchmark, scenario or number format of a row that joins several."""


@dataclass(frozen=True)
class Key:
    """What was measured together: one chip in one number format on one benchmark of one release."""

    release: str
    benchmark: str
    scenario: str
    accelerator: str
    number_format: str | None

    @property
    def test(self) -> tuple[str, str, str]:
        """What both sides of a ratio must share."""
        return self.release, self.benchmark, self.scenario


@dataclass(frozen=True)
class Cell:
    """One ratio within one release: the better chip's (or format's) side over the baseline's."""

    kind: str
    key: Key
    base: Key
    side: Side
    base_side: Side

    @property
    def basis(self) -> str:
        """How the two number formats compare."""
        if self.kind == ACCURACY:
            return ACCURACY
        formats = (self.key.number_format, self.base.number_format)
        return UNKNOWN if None in formats else SAME if formats[0] == formats[1] else DIFFERENT

    @property
    def log_ratio(self) -> float:
        """Log of the ratio of both estimates."""
        return float(np.log(self.side.estimate / self.base_side.estimate))

    @property
    def log_draws(self) -> Floats:
        """Bootstrapped logs of the ratio; the two sides are drawn apart, which errs on the wide side."""
        return self.side.log_draws - self.base_side.log_draws

    @property
    def results(self) -> int:
        """Results on both sides."""
        return len(self.side.results) + len(self.base_side.results)

    @property
    def coverage(self) -> str:
        """`sample` when either side is."""
        return max(self.side.coverage, self.base_side.coverage)


def find_cells(results: Sequence[Result], order: Mapping[str, int]) -> list[Cell]:
    """Every pair of chips, of formats of one chip, and of accuracy targets of one chip that a release holds."""
    sides = _sides(results)
    tests: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for key in sides:
        tests[key.test].append(key)
    cells = []
    for keys in tests.values():
        for one, other in combinations(sorted(keys, key=lambda key: _age(key, order)), 2):
            if one.accelerator != other.accelerator:
                cells.append(Cell("release", other, one, sides[other], sides[one]))
            elif one.number_format and other.number_format:
                cells.append(Cell("format", other, one, sides[other], sides[one]))
    for key, side in sides.items():
        if key.benchmark.endswith("-99"):
            strict = Key(key.release, key.benchmark + ".9", key.scenario, key.accelerator, key.number_format)
            cells += [Cell(ACCURACY, key, base, side, sides[base]) for base in _formats_of(strict, tests)]
    return cells


def _formats_of(strict: Key, tests: Mapping[tuple[str, str, str], Iterable[Key]]) -> list[Key]:
    return [key for key in tests.get(strict.test, ()) if key.accelerator == strict.accelerator]


def _age(key: Key, order: Mapping[str, int]) -> tuple[int, int, str]:
    """Older chips first, and of one chip the wider number format first, so that it is the baseline."""
    digits = "".join(filter(str.isdigit, key.number_format or ""))
    return order[key.accelerator], -int(digits or 0), key.number_format or ""


def _sides(results: Iterable[Result]) -> dict[Key, Side]:
    groups: dict[Key, list[Result]] = defaultdict(list)
    for result in results:
        key = Key(result.release, result.benchmark, result.scenario, result.accelerator, result.number_format)
        groups[key].append(result)
    spreads = {
        scenario: log_residuals(group for key, group in groups.items() if key.scenario == scenario)
        for scenario in {key.scenario for key in groups}
    }
    return {
        key: side_of(group, spreads[key.scenario], [*key.test, key.accelerator, key.number_format or ""])
        for key, group in groups.items()
    }


def gain_row(cells: Sequence[Cell], middle: float, low: float | None, high: float | None) -> Row:
    """A row over cells of one pair; logs in, ratios out."""
    first = cells[0]
    results = {id(one): one for cell in cells for one in (*cell.side.results, *cell.base_side.results)}
    dates = sorted({(one.released_on, one.release) for one in results.values()})
    units = {one.metric_unit for one in results.values()}
    resampled = all(cell.side.is_resampled and cell.base_side.is_resampled for cell in cells)
    return {
        "kind": first.kind,
        "benchmark": first.key.benchmark,
        "baseline_benchmark": first.base.benchmark,
        "scenario": first.key.scenario,
        "accelerator": first.key.accelerator,
        "baseline": first.base.accelerator,
        "number_format": _joined(cell.key.number_format for cell in cells),
        "baseline_number_format": _joined(cell.base.number_format for cell in cells),
        "basis": first.basis,
        "pairing": "all_submitters",
        "ratio": float(np.exp(middle)),
        "low": None if low is None else float(np.exp(low)),
        "high": None if high is None else float(np.exp(high)),
        "interval_basis": "submitters" if resampled else "pooled_spread",
        "n": len(results),
        "n_submitters": len({one for cell in cells for one in cell.side.by_submitter}),
        "baseline_n_submitters": len({one for cell in cells for one in cell.base_side.by_submitter}),
        "n_cells": len(cells),
        "metric_unit": units.pop() if len(units) == 1 else None,
        "release_from": dates[0][1],
        "release_to": dates[-1][1],
        "coverage": max(cell.coverage for cell in cells),
        "via": None,
    }


def _joined(formats: Iterable[str | None]) -> str | None:
    found = set(formats)
    return found.pop() if len(found) == 1 else SEVERAL
