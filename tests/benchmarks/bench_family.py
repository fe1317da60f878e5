"""How long the whole family takes on every bar and workload of a published file, against all its targets.

Run from the repository root: `python -m tests.benchmarks.bench_family PUBLISHED_FILE [PATHS]`.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from assets.forecasts.forecast import HORIZON_MONTHS, PUBLISHED_MONTHS, QUANTILES
from assets.trends.family import LINEAR_POOL, fit_family
from assets.trends.methods.panel import Panel
from assets.trends.moving_targets import SearchCost
from assets.trends.paths import seed_for
from assets.trends.race import Race, known_targets
from assets.trends.record import record_at
from assets.trends.series import FrontierSeries
from tests.benchmarks.published_panel import published_costs, published_panel


def seconds(
    panel: Panel, series: list[FrontierSeries], costs: tuple[SearchCost, ...], paths: int, threads: int
) -> tuple[float, float]:
    """Time of all methods on these series by the clock, and by the processor over all threads."""
    panel = Panel(panel.series, panel.offers, panel.drivers)  # a new one: nothing remembered from the last round
    record = record_at(panel.origin, ())
    clock, processor = time.perf_counter(), time.process_time()
    targets = known_targets(costs, panel.origin, HORIZON_MONTHS, paths)

    def one_series(frontier: FrontierSeries) -> None:
        fits = fit_family(frontier, panel, record)
        del fits[LINEAR_POOL]  # only the record needs it; what is published is the recalibrated pool
        for method, fit in fits.items():
            race = Race(
                fit.draw(seed_for(frontier.bar, frontier.workload, method), HORIZON_MONTHS, paths),
                targets,
                PUBLISHED_MONTHS,
            )
            race.alone.quantiles(QUANTILES)
            race.p_level()
            race.p_first_passage()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one_series, series))
    return time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    """Print the whole job by one and two threads, then a quarter of the series and of the paths."""
    panel, _ = published_panel(sys.argv[1])
    costs = published_costs(sys.argv[1])
    paths = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    every = list(panel.series)
    seconds(panel, every[:2], costs, 100, 1)  # imports and caches
    for series, count, threads in (
        (every, paths, 2),
        (every, paths, 1),
        (every, paths // 4, 1),
        (every, paths // 16, 1),
        (every[::4], paths, 1),
        (every[::16], paths, 1),
    ):
        clock, processor = seconds(panel, series, costs, count, threads)
        job = f"{len(series):3} series x {count:7,} paths, {threads} threads"
        sys.stdout.write(f"{job}: {clock:6.2f} s, {processor:6.2f} s of processor\n")


if __name__ == "__main__":
    main()
