"""One accelerator against another on the same benchmark: each release alone, and the list of all such rows.

Rows over several releases or benchmarks are made in `pooled_gains.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from assets.hardware.cells import UNKNOWN, Cell, Row, find_cells, gain_row
from assets.hardware.pooled_gains import chain_rows, pool_rows
from assets.hardware.spread import DRAWS, ENOUGH, LEVEL, Result, interval_around, seed_for


def hardware_gains(results: Sequence[Result], order: Mapping[str, int], with_fp8: Collection[str]) -> list[Row]:
    """All rows of `out_hardware_gain`.

    `order` ranks accelerators by when their results first came, and of two the earlier is the baseline; `with_fp8` are
    those that compute in FP8.
    """
    cells = find_cells(results, order)
    between = [cell for cell in cells if cell.kind == "release"]
    formats = _formats_filed(results)
    rows = [
        *map(_release_row, cells),
        *filter(None, map(_same_submitter_row, cells)),
        *_implied_rows(between, with_fp8),
        *pool_rows(between),
        *chain_rows(between),
    ]
    return [{**row, "benchmark_formats": formats.get(row["benchmark"]), "interval_level": LEVEL} for row in rows]


def _formats_filed(results: Iterable[Result]) -> dict[str, str]:
    filed: dict[str, set[str]] = defaultdict(set)
    for result in results:
        if result.number_format:
            filed[result.benchmark].add(result.number_format)
    return {benchmark: ", ".join(sorted(formats)) for benchmark, formats in filed.items()}


def _release_row(cell: Cell) -> Row:
    low, high = interval_around(cell.log_ratio, cell.log_draws)
    return gain_row([cell], cell.log_ratio, low, high)


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
        low, high = interval_around(middle, np.median(logs[rng.integers(len(both), size=(DRAWS, len(both)))], axis=1))
    results = [one for one in (*cell.side.results, *cell.base_side.results) if one.submitter in both]
    counts = {"n": len(results), "n_submitters": len(both), "baseline_n_submitters": len(both)}
    basis = None if low is None else "submitters"
    return {**gain_row([cell], middle, low, high), **counts, "pairing": "same_submitter", "interval_basis": basis}


def _implied_rows(cells: Iterable[Cell], with_fp8: Collection[str]) -> Iterator[Row]:
    """What a chip with FP8 gains over one without at the strict accuracy target beyond its gain at the loose one.

    At the loose target both can compute in eight bits; at the strict one only the chip with FP8 can, so the rest of its
    lead is the format's. Where formats were filed there is nothing to infer.
    """
    eligible = {
        (*cell.key.test, cell.key.accelerator, cell.base.accelerator): cell
        for cell in cells
        if cell.key.accelerator in with_fp8 and cell.base.accelerator not in with_fp8
    }
    for (release, benchmark, scenario, *pair), loose in eligible.items():
        strict = eligible.get((release, benchmark + ".9", scenario, *pair))
        if benchmark.endswith("-99") and strict and strict.basis == UNKNOWN:
            middle = strict.log_ratio - loose.log_ratio
            low, high = interval_around(middle, strict.log_draws - loose.log_draws)
            row = gain_row([strict, loose], middle, low, high)
            named = {"baseline": row["accelerator"], "baseline_benchmark": benchmark, "via": row["baseline"]}
            unknown = {"number_format": None, "baseline_number_format": None}
            yield {**row, **named, **unknown, "kind": "format_implied", "basis": "implied", "n_cells": 2}
