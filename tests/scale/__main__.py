"""Show on this machine what docs/scale.md reports: `make scale-demo` or `python -m tests.scale`.

Two backfills of 104 partitions each run at once by Dagster on PostgreSQL and four workers, while workers, the scheduler
and PostgreSQL are killed; then their captures are read by one and by two workers in turn.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

from assets.capture.readings import read_new
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_reader import PRICE_READER
from assets.spread import SCHEDULER
from tests.scale.archive import Archive, last_months
from tests.scale.backfill import Rows, backfill, partitions, store_and_read
from tests.scale.cluster import Cluster
from tests.scale.everything import Parts, started
from warehouse.home import Home
from warehouse.store import open_writer

MONTHS = 8
MONTHS_READ = 24
"""Months whose captures are read to compare one worker with two: enough that starting them does not count."""
KILLS = 20
ROUNDS = 2
WAIT = 900.0


def main() -> None:
    """Show all; exit 1 if a row was lost or doubled."""
    folder = Path(tempfile.mkdtemp(prefix="tokenfall-scale-"))
    archive = Archive()
    months, providers = last_months(MONTHS), sorted(PRICE_SOURCES)
    halves = [partitions(part, providers) for part in (months[: MONTHS // 2], months[MONTHS // 2 :])]
    try:
        begun = time.monotonic()
        alone = backfill(Home(folder / "alone"), archive, partitions(last_months(MONTHS + 1), providers))
        count, seconds = (MONTHS + 1) * len(providers), time.monotonic() - begun
        _say(f"one machine: {count} partitions in {seconds:.0f} s; {_counts(alone)}")
        together = _on_fleet(folder, archive, halves)
        is_same = together == alone
        _say(f"the fleet: {_counts(together)}; rows {'equal' if is_same else 'DIFFERENT'}")
        backfill(Home(folder / "alone"), archive, partitions(last_months(MONTHS_READ), providers))
    finally:
        archive.stop()
    _compare_workers(folder, Home(folder / "alone"))
    shutil.rmtree(folder)
    sys.exit(0 if is_same else 1)


def _on_fleet(folder: Path, archive: Archive, halves: list[list[str]]) -> Rows:
    """Run both backfills while processes are killed; return the rows."""
    with started(folder, archive, workers=4) as parts:
        begun = time.monotonic()
        backfills = [parts.fleet.backfill(keys) for keys in halves]
        killer = threading.Thread(target=_kill, args=(parts, backfills))
        killer.start()
        runs = [parts.fleet.wait_for(each, WAIT) for each in backfills]
        seconds = time.monotonic() - begun
        killer.join()
        for number, tried in enumerate(runs, start=1):
            times = ", ".join(f"{run['status']} from {run['startTime']:.0f} to {run['endTime']:.0f}" for run in tried)
            _say(f"backfill {number}: {times}")
        _say(f"both backfills in {seconds:.0f} s; processes started again: {parts.cluster.deaths}")
        before = parts.seconds()
        month = last_months(MONTHS + 1)[0]
        parts.fleet.wait_for(parts.fleet.backfill(partitions([month], sorted(PRICE_SOURCES))))
        after = parts.seconds()
        _share("a month more, undisturbed", {name: after[name] - before[name] for name in after})
        with _on(parts.cluster):
            return store_and_read(Home(folder / "home"))


def _kill(parts: Parts, backfills: Sequence[str]) -> None:
    """Kill 20 workers, and once each the scheduler and PostgreSQL, from when both backfills have begun to run."""
    draw = random.Random(18)
    while not all(any(run["startTime"] for run in parts.fleet.runs(each)) for each in backfills):
        time.sleep(0.2)
    for number in range(KILLS):
        parts.cluster.kill_worker(draw)
        if number == KILLS // 3:
            parts.cluster.kill_scheduler()
        if number == KILLS // 2:
            parts.postgres.kill()
            parts.postgres.start()
        time.sleep(draw.uniform(0.6, 1.6))


def _compare_workers(folder: Path, home: Home) -> None:
    """Read the same captures on one worker and on two, in turn; print the ratio and who used the processor."""
    walls: dict[int, list[float]] = {1: [], 2: []}
    shares = {}
    for number in range(2 * ROUNDS):
        workers = 1 + number % 2
        walls[workers] += [_read(folder / f"cluster-{number}", home, workers, shares)]
    medians = {workers: statistics.median(times) for workers, times in walls.items()}
    _say(f"reading: {medians[1]:.1f} s on one worker, {medians[2]:.1f} s on two: {medians[1] / medians[2]:.2f} times")
    for workers, used in shares.items():
        _share(f"reading on {workers}", used)


def _share(what: str, used: Mapping[str, float]) -> None:
    whole = sum(used.values())
    listed = ", ".join(f"{name} {seconds / whole:.0%}" for name, seconds in used.items())
    _say(f"{what}: {whole:.1f} s of processor: {listed}")


def _read(folder: Path, home: Home, workers: int, shares: dict[int, dict[str, float]]) -> float:
    folder.mkdir()
    with Cluster(folder, workers) as cluster, _on(cluster), open_writer(home) as warehouse:
        for _ in range(2):  # the first time the workers import what they need
            for table in PRICE_READER.tables.all:
                warehouse.empty(table)
            before, own, begun = cluster.seconds(), time.process_time(), time.monotonic()
            with warehouse.transaction():
                read_new(warehouse, PRICE_READER)
            wall = time.monotonic() - begun
            after = cluster.seconds()
            used = {name: after[name] - before[name] for name in after}
            shares[workers] = {"client and DuckDB": time.process_time() - own, **used}
    return wall


@contextlib.contextmanager
def _on(cluster: Cluster) -> Generator[None]:
    """Let this process spread its work over a cluster."""
    os.environ[SCHEDULER] = cluster.address
    try:
        yield
    finally:
        del os.environ[SCHEDULER]


def _counts(rows: Rows) -> str:
    return ", ".join(f"{len(found)} of {select.split()[-4]}" for select, found in rows.items())


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
