"""One accelerator against another on the same benchmark, scenario and release, alone and taken together.

Number formats are never assumed: a ratio says whether both sides filed the same one, different ones, or none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from assets.hardware.spread import (
    ENOUGH,
    LEVEL,
    Floats,
    Result,
    Side,
    interval_around,
    log_residuals,
    seed_for,
    side_of,
)

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


def hardware_gains(results: Sequence[Result], order: Mapping[str, int]) -> list[Row]:
    """All rows of `out_hardware_gain`; `order` ranks accelerators by age, and the older one is the baseline."""
    cells = find_cells(results, order)
    formats = _formats_filed(results)
    rows = [_release_row(cell) for cell in cells]
    rows += [row for cell in cells if (row := _same_submitter_row(cell))]
    rows += pool_rows([cell for cell in cells if cell.kind == "release"])
    rows += chain_rows([cell for cell in cells if cell.kind == "release"], order)
    return [{**row, "benchmark_formats": formats.get(row["benchmark"]), "interval_level": LEVEL} for row in rows]


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


def _formats_filed(results: Iterable[Result]) -> dict[str, str]:
    filed: dict[str, set[str]] = defaultdict(set)
    for result in results:
        if result.number_format:
            filed[result.benchmark].add(result.number_format)
    return {benchmark: ", ".join(sorted(formats)) for benchmark, formats in filed.items()}


def _release_row(cell: Cell) -> Row:
    low, high = interval_around(cell.log_ratio, cell.log_draws)
    return _row([cell], cell.log_ratio, low, high)


def _same_submitter_row(cell: Cell) -> Row | None:
    """The median of the ratios of those who submitted both: whatever is peculiar to a submitter cancels."""
    ours, theirs = cell.side.by_submitter, cell.base_side.by_submitter
    both = sorted(ours.keys() & theirs.keys())
    if not both:
        return None
    logs = np.log([ours[one] / theirs[one] for one in both])
    middle = float(np.median(logs))
    low = high = None
    if len(both) >= ENOUGH:
        rng = seed_for("same submitter", *cell.key.test, cell.key.accelerator, cell.base.accelerator)
        low, high = interval_around(middle, np.median(logs[rng.integers(len(both), size=(1000, len(both)))], axis=1))
    results = [one for one in (*cell.side.results, *cell.base_side.results) if one.submitter in both]
    counts = {"n": len(results), "n_submitters": len(both), "baseline_n_submitters": len(both)}
    basis = None if low is None else "submitters"
    return {**_row([cell], middle, low, high), **counts, "pairing": "same_submitter", "interval_basis": basis}


def pool_rows(cells: Iterable[Cell]) -> Iterator[Row]:
    """Ratios taken together: per benchmark, and over benchmarks where number formats are known.

    Where complete releases have the pair, sampled ones are left out.
    """
    groups: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        pair = (cell.key.accelerator, cell.base.accelerator, cell.basis)
        formats = (cell.key.number_format or "", cell.base.number_format or "")
        groups["benchmark", *pair, *formats, cell.key.benchmark].append(cell)
        if cell.basis != UNKNOWN:
            groups["all", *pair, *(formats if cell.basis == DIFFERENT else ("", ""))].append(cell)
    for name, group in groups.items():
        complete = [cell for cell in group if cell.coverage == "complete"] or group
        yield _pooled(name, complete)


def _pooled(name: Sequence[str], cells: Sequence[Cell]) -> Row:
    """Geometric mean over cells; the bootstrap draws cells, and within each a bootstrapped ratio."""
    draws = np.array([cell.log_draws for cell in cells])
    rng, (count, repeats) = seed_for("pool", *name), draws.shape
    chosen = rng.integers(count, size=(count, repeats))
    pooled = np.mean(draws[chosen, np.arange(repeats)], axis=0)
    middle = float(np.mean([cell.log_ratio for cell in cells]))
    row = _row(cells, middle, *interval_around(middle, pooled))
    benchmark = row["benchmark"] if name[0] == "benchmark" else SEVERAL
    shared = {"benchmark": benchmark, "baseline_benchmark": benchmark, "scenario": SEVERAL}
    return {**row, **shared, "kind": name[0]}


def chain_rows(cells: Sequence[Cell], order: Mapping[str, int]) -> Iterator[Row]:
    """Pairs that no release holds, by way of a third chip that both met on the same benchmark in the same format.

    Each step is within one release, so that what software gained in between cancels.
    """
    direct = {(cell.key.accelerator, cell.base.accelerator) for cell in cells}
    by_base: dict[tuple[Any, ...], list[Cell]] = defaultdict(list)
    by_key: dict[tuple[Any, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.basis != UNKNOWN:
            by_base[_bridge(cell.base)].append(cell)
            by_key[_bridge(cell.key)].append(cell)
    found: dict[tuple[Any, ...], list[tuple[Cell, Cell]]] = defaultdict(list)
    for bridge, uppers in by_base.items():
        for upper in uppers:
            for lower in by_key.get(bridge, []):
                pair = (upper.key.accelerator, lower.base.accelerator)
                if pair not in direct:
                    ends = (upper.key.number_format, lower.base.number_format)
                    found[*pair, *ends, upper.key.benchmark, upper.key.scenario].append((upper, lower))
    yield from (_chained(name, steps) for name, steps in sorted(found.items()))


def _bridge(key: Key) -> tuple[Any, ...]:
    return key.benchmark, key.scenario, key.accelerator, key.number_format


def _chained(name: Sequence[str], steps: Sequence[tuple[Cell, Cell]]) -> Row:
    """Geometric mean over the ways; the bootstrap draws ways, and within each both ratios."""
    draws = np.array([upper.log_draws + lower.log_draws for upper, lower in steps])
    rng, (count, repeats) = seed_for("chain", *name), draws.shape
    pooled = np.mean(draws[rng.integers(count, size=(count, repeats)), np.arange(repeats)], axis=0)
    middle = float(np.mean([upper.log_ratio + lower.log_ratio for upper, lower in steps]))
    low, high = interval_around(middle, pooled)
    row = _row([cell for step in steps for cell in step], middle, low, high)
    submitters = {one for upper, _ in steps for one in upper.side.by_submitter}
    baseline_submitters = {one for _, lower in steps for one in lower.base_side.by_submitter}
    accelerator, baseline, ours, theirs = name[:4]
    return {
        **row,
        "kind": "chained",
        "accelerator": accelerator,
        "baseline": baseline,
        "number_format": ours,
        "baseline_number_format": theirs,
        "basis": SAME if ours == theirs else DIFFERENT,
        "n_submitters": len(submitters),
        "baseline_n_submitters": len(baseline_submitters),
        "n_cells": len(steps),
        "via": ", ".join(sorted({upper.base.accelerator for upper, _ in steps})),
    }


def _row(cells: Sequence[Cell], middle: float, low: float | None, high: float | None) -> Row:
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
