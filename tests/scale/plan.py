"""What 50 million archived pages, a billion rent ticks and a million scenarios take: `python -m tests.scale.plan`.

Each step is measured at 1/10,000 of its full size; from that the time at 1/1000 is computed, and then measured too. A
step that takes more than computed grows faster than its number of items. Pages are fetched and read at a hundredth of
these sizes, because each takes the same.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import psutil

from assets.capture.attempts import CaptureAttempt
from assets.capture.readings import find_unread, read_new
from assets.capture.session import capture_months
from assets.capture.stored import attempts_folder, commit_shards, write_attempts
from assets.prices.price_reader import PRICE_READER
from assets.trends.paths import seed_for
from assets.trends.stored.published_pool import PublishedPool
from tests.benchmarks.published_panel import any_home, published_panel, published_tallies
from tests.capture.test_ledger import an_attempt
from tests.scale.archive import Archive, last_months, price_pages
from tests.scale.backfill import settings_for
from warehouse.home import Home
from warehouse.shards import add_rows, write_rows
from warehouse.store import open_writer

PAGES, TICKS, SCENARIOS = 50_000_000, 1_000_000_000, 1_000_000
SHARD_ATTEMPTS, SHARD_TICKS = 100, 100_000
HORIZON_MONTHS, PATHS = 60, 1000
USD_PER_CORE_HOUR = 0.045
"""What a processor core costs in an hour in a large cloud, on demand: an assumption, to be replaced by one's own."""
USD_PER_GB_MONTH = 0.023
"""What a gigabyte costs in a month in a store of objects: likewise."""


@dataclass(frozen=True)
class Cost:
    """What a step took: seconds of processor, bytes on disk, and bytes of memory that stay in use."""

    seconds: float
    disk: int = 0
    memory: int = 0


Step = Callable[[Path, int], Cost]


def capture_pages(folder: Path, count: int) -> Cost:
    """Fetch pages from an archive on this machine into WARC files and shards, and read them."""
    home, archive = Home(folder), Archive()
    try:
        pages = price_pages()
        months = [(page, month) for month in last_months(-(-count // len(pages))) for page in pages][:count]
        begun = time.process_time()
        with open_writer(home) as warehouse:
            commit_shards(warehouse, list(capture_months(settings_for(archive), months, [], home)))
            with warehouse.transaction():
                read_new(warehouse, PRICE_READER)
        return Cost(time.process_time() - begun, _bytes_below(home.captures))
    finally:
        archive.stop()


def store_attempts(folder: Path, count: int) -> Cost:
    """Write attempts to shards, and let the one committer store them."""
    home = Home(folder)
    begun = time.process_time()
    with open_writer(home) as warehouse:
        for first in range(0, count, SHARD_ATTEMPTS):
            attempts = [_attempt(number) for number in range(first, first + SHARD_ATTEMPTS)]
            write_attempts(attempts_folder(home.shards) / f"{first}.parquet", attempts)
        commit_shards(warehouse)
    return Cost(time.process_time() - begun, home.database.stat().st_size)


def find_pages(folder: Path, count: int) -> Cost:
    """Find the captures that were not read yet."""
    home = Home(folder)
    store_attempts(folder, count)
    before = psutil.Process().memory_info().rss
    begun = time.process_time()
    with open_writer(home) as warehouse:
        sets = find_unread(warehouse.connection, PRICE_READER)
    cost = Cost(time.process_time() - begun, memory=psutil.Process().memory_info().rss - before)
    assert len(sets) == count
    return cost


def store_ticks(folder: Path, count: int) -> Cost:
    """Write rents by the minute to shards, and add them to a table."""
    home = Home(folder)
    begun = time.process_time()
    with open_writer(home) as warehouse:
        for first in range(0, count, SHARD_TICKS):
            shard = folder / "ticks.parquet"
            write_rows(shard, [_tick(number) for number in range(first, min(count, first + SHARD_TICKS))])
            with warehouse.transaction():
                add_rows(warehouse, "core_rental_price", shard)
    return Cost(time.process_time() - begun, home.database.stat().st_size)


def draw_scenarios(folder: Path, count: int) -> Cost:
    """Fit the pool to a series and draw its paths, with the published panel."""
    del folder
    with any_home() as home:
        panel, _ = published_panel(home)
        tallies = tuple(published_tallies(home))
    pool = PublishedPool(panel, tallies, "chat")
    series = next(frontier.series for frontier in panel.series if frontier.workload == "chat")
    begun = time.process_time()
    for number in range(count):
        pool.fit(series).draw(seed_for(f"scenario {number}"), HORIZON_MONTHS, PATHS)
    return Cost(time.process_time() - begun)


STEPS: dict[str, tuple[int, int, Step]] = {
    "capture and read pages": (PAGES, 100_000, capture_pages),
    "store attempts, one committer": (PAGES, 1000, store_attempts),
    "find what is unread": (PAGES, 1000, find_pages),
    "store rent ticks, one committer": (TICKS, 1000, store_ticks),
    "scenarios": (SCENARIOS, 1000, draw_scenarios),
}
"""Each step: its full number of items, the part of it that is measured last, and the function."""


def main() -> None:
    """Print the plan as a table."""
    print("| step | items | computed for the part | measured | ratio | core hours | GB on disk | GB of memory | USD |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, (items, part, step) in STEPS.items():
        with tempfile.TemporaryDirectory(prefix="tokenfall-plan-") as folder:
            step(Path(folder) / "first", max(1, items // part // 100))  # imports what it needs
            small = step(Path(folder) / "small", items // part // 10)
            measured = step(Path(folder) / "part", items // part)
        hours = measured.seconds * part / 3600
        disk, memory = measured.disk * part / 1e9, max(0, measured.memory) * part / 1e9
        usd = hours * USD_PER_CORE_HOUR + disk * USD_PER_GB_MONTH
        computed = 10 * small.seconds
        print(
            f"| {name} | {items:,} | {computed:.1f} s for {items // part:,} | {measured.seconds:.1f} s "
            f"| {measured.seconds / computed:.2f} | {hours:,.0f} | {disk:,.0f} | {memory:,.0f} | {usd:,.0f} |",
            flush=True,
        )


def _attempt(number: int) -> CaptureAttempt:
    attempt = an_attempt(number)
    assert attempt.row
    url = f"https://archive.example/{number}/https://acme.example/pricing"
    row = replace(attempt.row, via="archive.example", asked_url=url, source="page/groq/pricing")
    return replace(attempt, source=row.source, row=row)


def _tick(number: int) -> dict[str, object]:
    return {
        "provider": f"cloud-{number % 40}",
        "accelerator_id": f"gpu-{number // 40 % 25}",
        "month": date(2026, 1, 1) + timedelta(days=number // 1000 % 365),
        "term": "on-demand",
        "usd_per_gpu_hour": f"{1 + number % 7919 / 1000:.6f}",
        "n": 1,
        "basis": "tick",
        "accelerator": "GPU",
        "licence": "own",
        "source": "rents",
        "source_url": "https://cloud.example/prices",
        "capture_sha256": f"{number // 1_000_000:064x}",
    }


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
