"""How long drawing paths and reading chances from them take, and that the time grows with the work and no faster.

Run from the repository root: `python -m tests.benchmarks.bench_paths`.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

import numpy as np

from assets.forecasts.ahead import CHANCES, chances_and_dates, sustained_costs
from assets.trends.methods.registry import SERIES_METHODS
from assets.trends.paths import add_months, months_reaching, seed_for, simulation
from assets.trends.series import CostSeries, Floats

MONTHS, TARGETS, QUANTILES = 60, np.logspace(-6, 0, 37), (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
SCENARIOS, SCENARIO_PATHS, SCENARIO_MONTHS, ROUNDS = 1000, 20_000, 120, 5


def made_up(name: str) -> CostSeries:
    """Three years of falling cost in eighteen steps."""
    dates = tuple(add_months(date(2023, 3, 14), 2 * step) for step in range(18))
    falls = np.cumsum(seed_for("bench", name).normal(-0.1, 0.15, 18))
    return CostSeries(dates, 0.05 * 10.0**falls, add_months(dates[-1], 2))


def seconds(series: int, paths: int) -> float:
    """Return the time of every method on that many series, all targets and quantiles read."""
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


def first_passages(paths: Floats, budgets: Floats) -> None:
    """Read the chances and dates of many targets from the same paths."""
    sim = simulation(paths)
    months_reaching(sim.p_first_passage(budgets), sim.months, tuple(CHANCES.values()))


def sustained_passages(paths: Floats, budgets: Floats) -> None:
    """Read the same where a cost must stay at or below the target for 90 days."""
    chances_and_dates(sustained_costs(paths), budgets.tolist(), date(2026, 11, 26), date(2026, 11, 26))


def scenario_rows() -> None:
    """Print how long many scenarios take that are asked of the same paths."""
    steps = seed_for("scenarios").normal(-0.02, 0.08, (SCENARIO_MONTHS, SCENARIO_PATHS))
    paths, budgets = np.cumsum(steps, axis=0).T - 3, np.logspace(-7, -2, SCENARIOS)
    sys.stdout.write("\n| scenarios | paths | months | question | time | processor |\n")
    sys.stdout.write("| --- | --- | --- | --- | --- | --- |\n")
    questions: dict[str, Callable[[Floats, Floats], None]] = {
        "first passage": first_passages,
        "sustained for 90 days": sustained_passages,
    }
    for name, ask in questions.items():
        clocks, processors = [], []
        for _ in range(ROUNDS):
            clock, processor = time.perf_counter(), time.process_time()
            ask(paths, budgets)
            clocks.append(time.perf_counter() - clock)
            processors.append(time.process_time() - processor)
        times = f"{statistics.median(clocks):.3f} s | {statistics.median(processors):.3f} s"
        sys.stdout.write(f"| {SCENARIOS:,} | {SCENARIO_PATHS:,} | {SCENARIO_MONTHS} | {name} | {times} |\n")


def main() -> None:
    """Print one row per size; the last is the size that the daily run has. Then print the scenarios."""
    seconds(1, 100)  # imports and caches
    cases = (
        [(4, 10_000 * times) for times in (1, 4, 16)] + [(4 * times, 10_000) for times in (1, 4, 16)] + [(72, 10_000)]
    )
    base = min(seconds(4, 10_000) for _ in range(3))
    sys.stdout.write(
        "| series | methods | paths | targets | time | of linear |\n| --- | --- | --- | --- | --- | --- |\n"
    )
    for series, paths in cases:
        took, work = seconds(series, paths), series * paths / 40_000
        size = f"{series} | {len(SERIES_METHODS)} | {paths:,} | {len(TARGETS)}"
        sys.stdout.write(f"| {size} | {took:.2f} s | {took / base / work:.2f} |\n")
        sys.stdout.flush()
    scenario_rows()


if __name__ == "__main__":
    main()
