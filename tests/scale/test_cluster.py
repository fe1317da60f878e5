"""The work of a run on a real cluster of processes that are killed: nothing is lost, nothing is doubled."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scale.archive import FEW, Archive, last_months
from tests.scale.backfill import CAPTURES, OFFERS, READINGS, backfill, partitions
from tests.scale.needs import need_packages
from warehouse.errors import TokenfallError
from warehouse.home import Home

need_packages("distributed", "psutil")
from assets import cluster  # noqa: E402 - imports it
from assets.spread import spread  # noqa: E402 - for the same reason
from tests.scale.cluster import Cluster  # noqa: E402 - for the same reason


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster"), 4) as running:
        yield running


def test_a_backfill_on_a_cluster_has_the_rows_of_one_machine_though_a_worker_is_killed(
    workers: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive()
    try:
        keys = partitions(last_months(2), FEW)
        alone = backfill(Home(tmp_path / "alone"), archive, keys)
        monkeypatch.setenv("TOKENFALL_SCHEDULER", workers.address)
        killer = threading.Timer(0.5, workers.kill_worker, [random.Random(1)])
        killer.start()
        together = backfill(Home(tmp_path / "together"), archive, keys)
        killer.join()
    finally:
        archive.stop()
    assert (len(alone[CAPTURES]), len(alone[READINGS])) == (14, 14)
    assert len(alone[OFFERS]) > 10
    assert together == alone
    assert workers.deaths >= 1


def nap(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_a_scheduler_that_is_killed_costs_time_and_no_result(workers: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKENFALL_SCHEDULER", workers.address)
    naps = [0.1 + number / 1000 for number in range(20)]
    killer = threading.Timer(0.5, workers.kill_scheduler)
    killer.start()
    assert list(spread(nap, naps)) == naps
    killer.join()


def refuse(number: int) -> int:
    raise TokenfallError(f"item {number} is refused: mend it")


def fill_the_disk(number: int) -> int:
    raise OSError(28, "No space left on device")


def test_an_error_of_the_work_is_that_of_a_plain_loop(workers: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKENFALL_SCHEDULER", workers.address)
    with pytest.raises(TokenfallError, match="item 7 is refused"):
        list(spread(refuse, [7]))
    with pytest.raises(TokenfallError, match=r"a worker failed.*No space left"):
        list(spread(fill_the_disk, [7]))


def test_workers_with_other_code_are_refused(workers: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "code_digest", lambda: "other")
    with pytest.raises(TokenfallError, match="another version of tokenfall"):
        list(cluster.map_on_cluster(workers.address, nap, [0.0]))


def test_a_cluster_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.0)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(TokenfallError, match=r"no cluster at .*: start a scheduler and workers") as refused:
            list(cluster.map_on_cluster(address, nap, [0.0]))
        assert "\n" not in str(refused.value)
