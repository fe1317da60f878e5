"""Dagster's history: files stay open while they are written, but never all of them."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from pipelines.instance import MOST_OPEN, HomeEvents

FILES = Path("/proc/self/fd")


def open_databases(folder: Path) -> set[str]:
    targets = (os.readlink(entry) for entry in FILES.iterdir() if entry.is_symlink())
    return {name for name in targets if name.startswith(str(folder)) and name.endswith(".db")}


@pytest.mark.skipif(not FILES.exists(), reason="open files can only be counted where the system lists them")
def test_the_files_of_a_few_runs_stay_open_until_the_end(tmp_path: Path) -> None:
    events = HomeEvents(str(tmp_path))
    for number in range(MOST_OPEN + 4):
        for _ in range(2):
            with events.run_connection(f"run-{number}") as connection:
                assert connection.execute(text("SELECT count(*) FROM event_logs")).scalar() == 0
            assert str(tmp_path / f"run-{number}.db") in open_databases(tmp_path)
            assert len(open_databases(tmp_path)) <= MOST_OPEN
    events.dispose()
    assert open_databases(tmp_path) == set()
