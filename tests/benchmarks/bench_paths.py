"""How long fitting, drawing, sorting and reading off take, and that the time grows with the work and no faster.

Run from the repository root: `python -m tests.benchmarks.bench_paths`.
"""

import sys
import time
from datetime import date

import numpy as np

from assets.trends.methods.registry import SERIES_METHODS
from assets.trends.paths import add_months, seed_for, simulation
from assets.trends.series import CostSeries

MONTHS, TARGETS, QUANTILES = 60, np.logspace(-6, 0, 37), (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


def made_up(name: str) -> CostSeries:
    """Three years of falling cost in eighteen steps."""
    dates = tuple(add_months(date(2023, 3, 14), 2 * step) for step in range(18))
    falls = np.cumsum(seed_for("bench", name).normal(-0.1, 0.15, 18))
    return CostSeries(dates, 0.05 * 10.0**falls, add_months(dates[-1], 2))


def seconds(series: int, paths: int) -> float:
    """Time of every method on that many series, all targets and quantiles read off."""
    start = time.perf_counter()
    for number in range(series):
        observed = made_up(str(number))
        for name, method in SERIES_METHODS.items():
            draws = method.fit_series(observed).draw(seed_for(str(number), name), MONTHS, paths)
            sim = simulation(draws)
            sim.quantiles(QUANTILES)
            sim.p_level(TARGETS)
            sim.p_first_passage(TARGETS)
    return time.perf_counter() - start


def main() -> None:
    """Print one line per size; the last is the size that the daily run has."""
    seconds(1, 100)  # imports and caches
    cases = (
        [(4, 10_000 * times) for times in (1, 4, 16)] + [(4 * times, 10_000) for times in (1, 4, 16)] + [(72, 10_000)]
    )
    base = min(seconds(4, 10_000) for _ in range(3))
    for series, paths in cases:
        took, work = seconds(series, paths), series * paths / 40_000
        sys.stdout.write(
            f"{series:3} series x {len(SERIES_METHODS)} methods x {paths:7,} paths x {MONTHS} months, "
            f"{len(TARGETS)} targets: "
            f"{took:6.2f} s = {took / base / work:4.2f} of linear\n"
        )


if __name__ == "__main__":
    main()
