"""How long the whole family takes on every bar and workload of a published file, against all its targets.

Run from the repository root: `python -m tests.benchmarks.bench_family [PATHS]`, on the published file of
TOKENFALL_HOME, or on a new home where it has none.
"""

import os
import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import lru_cache, partial

from assets.forecasts.forecast import HORIZON_MONTHS, PUBLISHED_MONTHS, QUANTILES, FittedSeries
from assets.processes import map_in_processes
from assets.trends.family import LINEAR_POOL, fit_family
from assets.trends.methods.panel import Panel
from assets.trends.moving_targets import SearchCost
from assets.trends.paths import seed_for
from assets.trends.race import known_targets, start_race
from assets.trends.record import record_at
from tests.benchmarks.published_panel import any_home, published_costs, published_panel

PATHS = 20_000
draw_targets = lru_cache(maxsize=1)(known_targets)


def read_all(fitted: FittedSeries, costs: tuple[SearchCost, ...], origin: date, paths: int) -> None:
    """Draw all fits of a series, and read every quantile and chance; the targets are drawn once in each process."""
    targets = draw_targets(costs, origin, HORIZON_MONTHS, paths)
    for method, fit in fitted.fits.items():
        if method != LINEAR_POOL:  # only the record needs it; what is published is the recalibrated pool
            drawn = fit.draw(seed_for(fitted.bar, fitted.workload, method), HORIZON_MONTHS, paths)
            race = start_race(drawn, targets, PUBLISHED_MONTHS)
            race.alone.quantiles(QUANTILES)
            race.p_level()
            race.p_first_passage()


def seconds(panel: Panel, share: int, costs: tuple[SearchCost, ...], paths: int, processes: int) -> tuple[float, float]:
    """Return the time of all methods on every `share`th series by the clock, and by all processors."""
    panel = Panel(panel.series, panel.offers, panel.drivers)  # a new one: nothing remembered from the last round
    record = record_at(panel.origin, ())
    clock, before = time.perf_counter(), os.times()

    def fit_all() -> Iterator[FittedSeries]:
        for series in panel.series[::share]:
            names = series.bar, series.workload
            yield FittedSeries(*names, series.series.usd[-1], None, fit_family(series, panel, record))

    list(map_in_processes(partial(read_all, costs=costs, origin=panel.origin, paths=paths), fit_all(), processes))
    return time.perf_counter() - clock, sum(os.times()[:4]) - sum(before[:4])


def main() -> None:
    """Print the whole job by one and two processes, then fewer series and fewer paths."""
    paths = int(sys.argv[1]) if len(sys.argv) > 1 else PATHS
    with any_home() as home:
        panel, _ = published_panel(home)
        costs = published_costs(home)
    seconds(panel, 20, costs, 100, 1)  # imports and caches
    sys.stdout.write("| series | paths | processes | wall clock | processor |\n| --- | --- | --- | --- | --- |\n")
    for share, count, processes in (
        *((1, paths, 2), (1, paths, 1), (1, paths // 4, 1), (1, paths // 16, 1)),
        *((4, paths, 1), (16, paths, 1)),
    ):
        clock, processor = seconds(panel, share, costs, count, processes)
        size = f"{len(panel.series[::share])} | {count:,} | {processes}"
        sys.stdout.write(f"| {size} | {clock:.2f} s | {processor:.2f} s |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    # By its name: other processes do not know the functions of __main__.
    from tests.benchmarks import bench_family  # noqa: PLW0406

    bench_family.main()
