"""A short sample of `make faults`: runs killed at random instants lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.faults.__main__ import SMALL
from tests.faults.kills import Victim, torn_tables
from tests.pipelines.test_captures import Site


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.stop()


def test_a_killed_run_loses_nothing(own_home: Path, site: Site) -> None:
    victim = Victim(own_home, site, SMALL)
    assert victim.run_whole(0) == []
    for number in range(1):
        result = victim.kill(number)
        assert result.is_sound, result


def test_a_torn_table_is_noticed(own_home: Path) -> None:
    file = own_home / "warehouse.duckdb"
    assert torn_tables(file) == []
    with duckdb.connect(str(file)) as connection:
        connection.execute("DELETE FROM out_frontier WHERE rowid = (SELECT min(rowid) FROM out_frontier)")
    assert [line.split()[1] for line in torn_tables(file)] == ["out_frontier"]
