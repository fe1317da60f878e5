"""What a run costs: the first, the morning after a day without news, with nothing to do, and with one new page.

Run from the repository root: `python -m tests.benchmarks.bench_mornings [CHECKOUT] [REPEATS]`. Each run is a process of
its own in a copy of the same home; medians of REPEATS (default 5). With a CHECKOUT of another version its runs take
turns with ours, and the last columns are ours as a share of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.pipelines.test_captures import LOCAL, Site, forget_sources

ROOT = Path(__file__).parents[2]
COMMAND = "from pipelines.cli import main; main()"
BARE = """
import dagster as dg
@dg.asset
def nothing(): pass
with dg.DagsterInstance.local_temp() as instance:
    dg.materialize([nothing], instance=instance)
"""
"""A Dagster process that does nothing."""


class Cost(NamedTuple):
    """What one process took: seconds of wall clock, seconds of the processor, and its largest memory in MB."""

    wall: float
    processor: float
    memory: float


def cost_of(checkout: Path, home: Path, *arguments: str, code: str = COMMAND) -> Cost:
    """Run the command line of a checkout, or other code, in a process and return its cost."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "TOKENFALL_HOME": str(home)}
    environment.pop("DAGSTER_HOME", None)
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments], cwd=checkout, env=environment, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed: {output.read().decode()}")
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure(checkout: Path, folder: Path, site: Site) -> dict[str, Cost]:
    """Return the cost of each kind of run."""
    yesterday = str(datetime.now(UTC).date() - timedelta(days=1))
    local = LOCAL.format(page=f"{site.base}/pricing", archive=site.base) + COMMAND
    first, page = folder / "first", folder / "page"
    costs = {"bare Dagster start": cost_of(checkout, folder, code=BARE)}
    costs["first run"] = cost_of(checkout, first, "run", "--offline", "--as-of", yesterday)
    shutil.copytree(first, page)
    costs["quiet morning"] = cost_of(checkout, first, "run", "--offline")
    costs["nothing to do"] = cost_of(checkout, first, "run", "--offline")
    forget_sources(page)
    costs["morning with a new page"] = cost_of(checkout, page, "run", code=local)
    return costs


def main() -> None:
    """Print the table."""
    checkouts = [ROOT, *(Path(argument).resolve() for argument in sys.argv[1:2])]
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    costs: dict[str, list[list[Cost]]] = defaultdict(lambda: [[] for _ in checkouts])
    site = Site()
    for _ in range(repeats):
        for place, checkout in enumerate(checkouts):
            with tempfile.TemporaryDirectory() as folder:
                for kind, cost in measure(checkout, Path(folder), site).items():
                    costs[kind][place].append(cost)
    site.stop()
    names = ["this version", *(["the other", "ratio"] if len(checkouts) > 1 else [])]
    columns = [f"{unit}, {name}" for unit in ("wall s", "processor s", "MB") for name in names]
    sys.stdout.write(f"| run | {' | '.join(columns)} |\n|{' --- |' * (len(columns) + 1)}\n")
    for kind, by_checkout in costs.items():
        cells = [cell for field in Cost._fields for cell in _cells(by_checkout, lambda cost, f=field: getattr(cost, f))]
        sys.stdout.write(f"| {kind} | {' | '.join(cells)} |\n")


def _cells(by_checkout: list[list[Cost]], value: Callable[[Cost], float]) -> list[str]:
    values = [median(map(value, costs)) for costs in by_checkout]
    return [*(f"{number:.1f}" for number in values), *(f"{values[0] / other:.2f}" for other in values[1:])]


if __name__ == "__main__":
    main()
