"""A write-ahead log that is cut short or gone after a crash: DuckDB opens the database without a word, we do not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assets.capture.stored import reconcile, store_attempts, stored_attempts
from tests.capture.test_ledger import an_attempt
from warehouse.home import Home
from warehouse.store import open_writer

STORE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from assets.capture.stored import store_attempts
from tests.capture.test_ledger import an_attempt
from warehouse.home import Home
from warehouse.store import open_writer
with open_writer(Home(Path(sys.argv[1]))) as warehouse:
    for hours in range(1, 4):
        store_attempts(warehouse, [an_attempt(hours)])
    os.kill(os.getpid(), signal.SIGKILL)
"""
ROOT = Path(__file__).parents[2]
ALL = [an_attempt(hours) for hours in range(4)]


def killed_after_four_captures(folder: Path) -> Path:
    """Return the write-ahead log of a process that was killed after it had acknowledged captures 1 to 3."""
    home = Home(folder)
    with open_writer(home) as warehouse:
        store_attempts(warehouse, [an_attempt(0)])
    killed = subprocess.run(
        [sys.executable, "-c", STORE_AND_DIE, str(folder)], check=False, cwd=Path(__file__).parents[2]
    )
    assert killed.returncode == -signal.SIGKILL
    log = home.database.with_name("warehouse.duckdb.wal")
    assert log.stat().st_size > 0
    return log


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.7, 1.0])
def test_acknowledged_captures_survive_a_log_that_was_cut_short(tmp_path: Path, kept: float) -> None:
    log = killed_after_four_captures(tmp_path)
    os.truncate(log, int(log.stat().st_size * kept))
    with open_writer(Home(tmp_path)) as warehouse:
        lost = len(ALL) - len(stored_attempts(warehouse.connection))
        assert lost == 0 if kept == 1 else lost > 0, "DuckDB notices it itself now: this test shows nothing"
        assert reconcile(warehouse) == lost
        assert stored_attempts(warehouse.connection) == ALL
