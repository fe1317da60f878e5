"""Two backfills at once by Dagster on PostgreSQL and a cluster: the rows of one machine, though a worker is killed."""

from __future__ import annotations

import random
import threading
from pathlib import Path

from tests.scale.archive import FEW, Archive, last_months
from tests.scale.backfill import backfill, partitions, store_and_read
from tests.scale.needs import need_packages, need_postgres
from warehouse.home import Home

need_packages("distributed", "dagster_postgres", "psutil")
need_postgres()
from tests.scale.everything import started  # noqa: E402 - imports them


def test_two_backfills_at_once_have_the_rows_of_one_machine_though_a_worker_is_killed(tmp_path: Path) -> None:
    first, second = (partitions([month], FEW) for month in last_months(2))
    archive = Archive()
    try:
        alone = backfill(Home(tmp_path / "alone"), archive, [*first, *second])
        with started(tmp_path, archive, workers=4) as parts:
            killer = threading.Timer(1.0, parts.cluster.kill_worker, [random.Random(1)])
            backfills = [parts.fleet.backfill(keys) for keys in (first, second)]
            killer.start()
            runs = [parts.fleet.wait_for(backfill) for backfill in backfills]
            killer.join()
        together = store_and_read(Home(tmp_path / "home"))
    finally:
        archive.stop()
    assert together == alone
    assert parts.cluster.deaths >= 1
    assert all(runs)
