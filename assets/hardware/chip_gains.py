"""One accelerator compared with another on the same benchmark: each release by itself, and the list of all such rows.

Rows over several releases or benchmarks are computed in `pooled_gains.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from assets.hardware.chip_ratios import UNKNOWN, ChipRatio, Row, find_ratios, gain_row
from assets.hardware.pooled_gains import chain_rows, pool_rows
from assets.hardware.spread import DRAWS, ENOUGH, LEVEL, BenchmarkResult, interval_around, seed_for


def hardware_gains(
    results: Sequence[BenchmarkResult], order: Mapping[str, int], with_fp8: Collection[str]
) -> list[Row]:
    """Return all rows of `out_hardware_gain`.

    Args:
        results: The results that gains are computed from.
        order: Rank of each accelerator by when its first results came; of two the earlier is the baseline.
        with_fp8: Accelerators that compute in FP8.
    """
    ratios = find_ratios(results, order)
    between = [ratio for ratio in ratios if ratio.kind == "release"]
    formats = _formats_filed(results)
    rows = [
        *map(_release_row, ratios),
        *filter(None, map(_same_submitter_row, ratios)),
        *_implied_rows(between, with_fp8),
        *pool_rows(between),
        *chain_rows(between),
    ]
    return [{**row, "benchmark_formats": formats.get(row["benchmark"]), "interval_level": LEVEL} for row in rows]


def _formats_filed(results: Iterable[BenchmarkResult]) -> dict[str, str]:
    filed: dict[str, set[str]] = defaultdict(set)
    for result in results:
        if result.number_format:
            filed[result.benchmark].add(result.number_format)
    return {benchmark: ", ".join(sorted(formats)) for benchmark, formats in filed.items()}


def _release_row(ratio: ChipRatio) -> Row:
    low, high = interval_around(ratio.log_ratio, ratio.log_draws)
    return gain_row([ratio], ratio.log_ratio, low, high)


def _same_submitter_row(ratio: ChipRatio) -> Row | None:
    """Return the median ratio over submitters of both sides, so that differences between submitters cancel."""
    ours, theirs = ratio.estimate.by_submitter, ratio.base_estimate.by_submitter
    both = sorted(ours.keys() & theirs.keys())
    if not both:
        return None
    logs = np.log([ours[submitter] / theirs[submitter] for submitter in both])
    middle = float(np.median(logs))
    low = high = None
    if len(both) >= ENOUGH:
        rng = seed_for("same submitter", *ratio.setup.test, ratio.setup.accelerator, ratio.base.accelerator)
        low, high = interval_around(middle, np.median(logs[rng.integers(len(both), size=(DRAWS, len(both)))], axis=1))
    results = (*ratio.estimate.results, *ratio.base_estimate.results)
    n = sum(result.submitter in both for result in results)
    counts = {"n": n, "n_submitters": len(both), "baseline_n_submitters": len(both)}
    basis = None if low is None else "submitters"
    return {**gain_row([ratio], middle, low, high), **counts, "pairing": "same_submitter", "interval_basis": basis}


def _implied_rows(ratios: Iterable[ChipRatio], with_fp8: Collection[str]) -> Iterator[Row]:
    """Yield the gain of FP8: a chip's gain at the strict accuracy target over its gain at the loose one.

    At the loose target both chips can compute in eight bits; at the strict one only the chip with FP8 can, so the
    number format explains its additional gain. Pairs with filed formats are left out: their format is known.
    """
    eligible = {
        (*ratio.setup.test, ratio.setup.accelerator, ratio.base.accelerator): ratio
        for ratio in ratios
        if ratio.setup.accelerator in with_fp8 and ratio.base.accelerator not in with_fp8
    }
    for (release, benchmark, scenario, *pair), loose in eligible.items():
        strict = eligible.get((release, benchmark + ".9", scenario, *pair))
        if benchmark.endswith("-99") and strict and strict.basis == UNKNOWN:
            middle = strict.log_ratio - loose.log_ratio
            low, high = interval_around(middle, strict.log_draws - loose.log_draws)
            row = gain_row([strict, loose], middle, low, high)
            names = {"baseline": row["accelerator"], "baseline_benchmark": benchmark, "via": row["baseline"]}
            unknown = {"number_format": None, "baseline_number_format": None}
            yield {**row, **names, **unknown, "kind": "format_implied", "basis": "implied", "n_cells": 2}
