"""Ratios of two accelerators taken together: over a benchmark's releases, over benchmarks, or by way of a third chip.

The bootstrap draws cells (one ratio of one release each), and within each a bootstrapped ratio.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from assets.hardware.cells import DIFFERENT, SAME, SEVERAL, UNKNOWN, Cell, Key, Row, gain_row
from assets.hardware.spread import Floats, interval_around, seed_for


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
    """Geometric mean over cells."""
    middle = float(np.mean([cell.log_ratio for cell in cells]))
    draws = _resample([cell.log_draws for cell in cells], "pool", *name)
    row = gain_row(cells, middle, *interval_around(middle, draws))
    benchmark = row["benchmark"] if name[0] == "benchmark" else SEVERAL
    shared = {"benchmark": benchmark, "baseline_benchmark": benchmark, "scenario": SEVERAL}
    return {**row, **shared, "kind": name[0]}


def _resample(draws: Sequence[Floats], *seed: str) -> Floats:
    """Means of as many cells as there are, drawn with replacement, each at one of its own draws."""
    stacked = np.array(draws)
    count, repeats = stacked.shape
    chosen = seed_for(*seed).integers(count, size=(count, repeats))
    return np.mean(stacked[chosen, np.arange(repeats)], axis=0)


def chain_rows(cells: Sequence[Cell]) -> Iterator[Row]:
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


def _chained(name: Sequence[Any], steps: Sequence[tuple[Cell, Cell]]) -> Row:
    """Geometric mean over the ways from one chip to the other."""
    accelerator, baseline, ours, theirs, *_ = name
    middle = float(np.mean([upper.log_ratio + lower.log_ratio for upper, lower in steps]))
    draws = _resample([upper.log_draws + lower.log_draws for upper, lower in steps], "chain", *map(str, name))
    row = gain_row([cell for step in steps for cell in step], middle, *interval_around(middle, draws))
    return {
        **row,
        "kind": "chained",
        "accelerator": accelerator,
        "baseline": baseline,
        "number_format": ours,
        "baseline_number_format": theirs,
        "basis": SAME if ours == theirs else DIFFERENT,
        "n_submitters": len({one for upper, _ in steps for one in upper.side.by_submitter}),
        "baseline_n_submitters": len({one for _, lower in steps for one in lower.base_side.by_submitter}),
        "n_cells": len(steps),
        "via": ", ".join(sorted({upper.base.accelerator for upper, _ in steps})),
    }
