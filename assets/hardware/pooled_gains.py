"""Ratios of two accelerators combined: over a benchmark's releases, over benchmarks, or by way of a third accelerator.

The bootstrap draws ratios of one release each, and for each ratio one of its own bootstrapped values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from assets.hardware.chip_ratios import DIFFERENT, SAME, SEVERAL, UNKNOWN, ChipRatio, ChipSetup, Row, gain_row
from assets.hardware.spread import Floats, interval_around, seed_for


def pool_rows(ratios: Iterable[ChipRatio]) -> Iterator[Row]:
    """Yield combined ratios: per benchmark, and over benchmarks where number formats are known.

    Where complete releases have the pair, sampled releases are left out.
    """
    groups: dict[tuple[str, ...], list[ChipRatio]] = defaultdict(list)
    for ratio in ratios:
        pair = (ratio.setup.accelerator, ratio.base.accelerator, ratio.basis)
        formats = (ratio.setup.number_format or "", ratio.base.number_format or "")
        groups["benchmark", *pair, *formats, ratio.setup.benchmark].append(ratio)
        if ratio.basis != UNKNOWN:
            groups["all", *pair, *(formats if ratio.basis == DIFFERENT else ("", ""))].append(ratio)
    for name, group in groups.items():
        complete = [ratio for ratio in group if ratio.coverage == "complete"] or group
        yield _pooled(name, complete)


def _pooled(name: Sequence[str], ratios: Sequence[ChipRatio]) -> Row:
    """Geometric mean over ratios."""
    middle = float(np.mean([ratio.log_ratio for ratio in ratios]))
    draws = _resample([ratio.log_draws for ratio in ratios], "pool", *name)
    row = gain_row(ratios, middle, *interval_around(middle, draws))
    benchmark = row["benchmark"] if name[0] == "benchmark" else SEVERAL
    shared = {"benchmark": benchmark, "baseline_benchmark": benchmark, "scenario": SEVERAL}
    return {**row, **shared, "kind": name[0]}


def _resample(draws: Sequence[Floats], *seed: str) -> Floats:
    """Means of as many ratios as there are, drawn with replacement, each at one of its own draws."""
    stacked = np.array(draws)
    count, repeats = stacked.shape
    chosen = seed_for(*seed).integers(count, size=(count, repeats))
    return np.mean(stacked[chosen, np.arange(repeats)], axis=0)


def chain_rows(ratios: Sequence[ChipRatio]) -> Iterator[Row]:
    """Yield ratios of pairs that no release holds, by way of a third accelerator.

    Both were compared with the third on the same benchmark in the same format. Each step is within one release, so that
    what software gained in between cancels.
    """
    direct = {(ratio.setup.accelerator, ratio.base.accelerator) for ratio in ratios}
    by_base: dict[tuple[Any, ...], list[ChipRatio]] = defaultdict(list)
    by_setup: dict[tuple[Any, ...], list[ChipRatio]] = defaultdict(list)
    for ratio in ratios:
        if ratio.basis != UNKNOWN:
            by_base[_bridge(ratio.base)].append(ratio)
            by_setup[_bridge(ratio.setup)].append(ratio)
    chains: dict[tuple[Any, ...], list[tuple[ChipRatio, ChipRatio]]] = defaultdict(list)
    for bridge, uppers in by_base.items():
        for upper in uppers:
            for lower in by_setup.get(bridge, []):
                pair = (upper.setup.accelerator, lower.base.accelerator)
                if pair not in direct:
                    ends = (upper.setup.number_format, lower.base.number_format)
                    chains[*pair, *ends, upper.setup.benchmark, upper.setup.scenario].append((upper, lower))
    yield from (_chained(name, steps) for name, steps in sorted(chains.items()))


def _bridge(setup: ChipSetup) -> tuple[Any, ...]:
    return setup.benchmark, setup.scenario, setup.accelerator, setup.number_format


def _chained(name: Sequence[Any], steps: Sequence[tuple[ChipRatio, ChipRatio]]) -> Row:
    """Geometric mean over the ways from one accelerator to the other."""
    accelerator, baseline, ours, theirs, *_ = name
    middle = float(np.mean([upper.log_ratio + lower.log_ratio for upper, lower in steps]))
    draws = _resample([upper.log_draws + lower.log_draws for upper, lower in steps], "chain", *map(str, name))
    row = gain_row([ratio for step in steps for ratio in step], middle, *interval_around(middle, draws))
    return {
        **row,
        "kind": "chained",
        "accelerator": accelerator,
        "baseline": baseline,
        "number_format": ours,
        "baseline_number_format": theirs,
        "basis": SAME if ours == theirs else DIFFERENT,
        "n_submitters": len({submitter for upper, _ in steps for submitter in upper.estimate.by_submitter}),
        "baseline_n_submitters": len(
            {submitter for _, lower in steps for submitter in lower.base_estimate.by_submitter}
        ),
        "n_cells": len(steps),
        "via": ", ".join(sorted({upper.base.accelerator for upper, _ in steps})),
    }
