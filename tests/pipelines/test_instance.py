"""Dagster's history: files stay open while they are written, but never all of them, and no other engine is touched."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from dagster import DagsterInstance
from sqlalchemy import Connection, create_engine, text

from pipelines.instance import MAX_OPEN, HomeEvents, HomeRuns, HomeSchedules

FILES = Path("/proc/self/fd")


def open_databases(folder: Path) -> set[str]:
    names = (os.readlink(entry) for entry in FILES.iterdir() if entry.is_symlink())
    return {name for name in names if name.startswith(str(folder)) and name.endswith(".db")}


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DagsterInstance]:
    """The instance of an empty home."""
    monkeypatch.setenv("TOKENFALL_HOME", str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(Path(__file__).parents[2]))
    with DagsterInstance.get() as opened:
        yield opened


def synchronous(connection: Connection) -> int:
    """What SQLite waits for when it writes: 0 = nothing, 2 = everything is on the disk."""
    return connection.execute(text("PRAGMA synchronous")).scalar_one()


@pytest.mark.skipif(not FILES.exists(), reason="open files can only be counted where the system lists them")
def test_the_files_of_a_few_runs_stay_open_until_the_end(tmp_path: Path) -> None:
    events = HomeEvents(str(tmp_path))
    for number in range(MAX_OPEN + 4):
        for _ in range(2):
            with events.run_connection(f"run-{number}") as connection:
                assert connection.execute(text("SELECT count(*) FROM event_logs")).scalar() == 0
            assert str(tmp_path / f"run-{number}.db") in open_databases(tmp_path)
            assert len(open_databases(tmp_path)) <= MAX_OPEN
    events.dispose()
    assert open_databases(tmp_path) == set()


def test_no_engine_of_dagsters_history_waits_for_the_disk(instance: DagsterInstance) -> None:
    runs, schedules, events = instance.run_storage, instance.schedule_storage, instance.event_log_storage
    assert isinstance(runs, HomeRuns)
    assert isinstance(schedules, HomeSchedules)
    assert isinstance(events, HomeEvents)
    for connect in (runs.connect, schedules.connect, events.index_connection):
        with connect() as connection:
            assert synchronous(connection) == 0, connect


def test_another_engine_of_the_process_keeps_its_synchronous_mode(instance: DagsterInstance, tmp_path: Path) -> None:
    assert instance.get_runs_count() == 0
    with create_engine(f"sqlite:///{tmp_path / 'unrelated.db'}").connect() as connection:
        assert synchronous(connection) == 2
