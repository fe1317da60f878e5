"""Dagster's state a day and a year, and how a run with nothing to do starts: `python -m tests.benchmarks.bench_state`.

Runs the command line in a home of its own: the first run, the run of the next day, and runs with nothing to do, which
it compares with bare starts of Dagster. Then it writes the events of the second run into the history once for each day
of a year, and prunes after each.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import dagster as dg

from pipelines.pruning import prune
from warehouse.bundle import COMPILED_ON
from warehouse.home import ENVIRONMENT_VARIABLE, Home

ROOT = Path(__file__).parents[2]
ROUNDS = 5
DAYS = 365
START = datetime(2027, 1, 1, 6, 20, tzinfo=UTC)
IMPORT = "import dagster"
JOB = """
import logging, dagster as dg
logging.disable()
@dg.asset
def only() -> None: ...
with dg.DagsterInstance.ephemeral() as instance:
    job = dg.Definitions(assets=[only]).resolve_implicit_global_asset_job_def()
    job.execute_in_process(instance=instance)
"""


def cpu_seconds(*arguments: str) -> float:
    """Run Python with these arguments, and return the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def run_of(day: int) -> list[str]:
    """Return the arguments of a run without live sources, some days after the facts were compiled."""
    as_of = COMPILED_ON + timedelta(days=day)
    return ["-c", "from pipelines.cli import main; main()", "run", "--offline", "--as-of", as_of.isoformat()]


def megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def write_again(
    instance: dg.DagsterInstance, run: dg.DagsterRun, events: Sequence[dg.EventLogEntry], created: datetime
) -> None:
    """Write a run and its events into the history once more, as those of another run that was created then."""
    run_id = str(uuid4())
    instance.run_storage.add_historical_run(run._replace(run_id=run_id), created)
    for event in events:
        instance.event_log_storage.store_event(event._replace(run_id=run_id, timestamp=created.timestamp()))


def sizes_of_a_year(folder: Path) -> list[float]:
    """Return the size of the history in MB after each day of a year of runs like the last one, each pruned."""
    sizes = []
    with dg.DagsterInstance.get() as instance:
        last = instance.get_run_records(limit=1)[0].dagster_run
        events = instance.all_logs(last.run_id)
    for day in range(DAYS):
        with dg.DagsterInstance.get() as instance:
            write_again(instance, last, events, START + timedelta(days=day))
            prune(instance)
        sizes.append(megabytes(folder))
    return sizes


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {ENVIRONMENT_VARIABLE: name, "DAGSTER_HOME": str(ROOT)}
        folder = Home.from_environment().dagster
        sizes = []
        for day in (0, 1):
            cpu_seconds(*run_of(day))
            sizes.append(megabytes(folder))
        starts = {
            "a run with nothing to do": run_of(1),
            "`import dagster`": ["-c", IMPORT],
            "Dagster runs a job of one asset": ["-c", JOB],
        }
        rounds = [{what: cpu_seconds(*start) for what, start in starts.items()} for _ in range(ROUNDS)]
        year = sizes_of_a_year(folder)
    a_day = sizes[1] - sizes[0]
    print("| Dagster's state | MB |\n| --- | --- |")
    print(f"| after the first run | {sizes[0]:.1f} |\n| more after the run of the next day | {a_day:.2f} |")
    print(f"| a year of such days, not pruned | {sizes[0] + DAYS * a_day:.0f} |")
    print(f"| after a year of such days, pruned | {year[-1]:.1f} (at most {max(year):.1f}) |")
    print(f"\n| start (median of {ROUNDS}) | CPU s |\n| --- | --- |")
    print("\n".join(f"| {what} | {statistics.median(seconds[what] for seconds in rounds):.2f} |" for what in starts))


if __name__ == "__main__":
    main()
