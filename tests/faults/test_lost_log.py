"""A write-ahead log or a ledger of captures that a crash or a hand has damaged.

DuckDB opens a database whose log was cut short without a word, and refuses one whose log has a wrong byte.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assets.capture.ledger import CaptureLedger
from assets.capture.stored import reconcile, store_attempts, stored_attempts
from pipelines.doctor import examine
from tests.capture.test_ledger import an_attempt
from tests.pipelines.conftest import call
from warehouse.chain import ChainedFiles
from warehouse.home import Home
from warehouse.store import open_writer

STORE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from assets.capture.stored import store_attempts
from tests.capture.test_ledger import an_attempt
from warehouse.chain import ChainedFiles
from warehouse.home import Home
from warehouse.store import open_writer
with open_writer(Home(Path(sys.argv[1]))) as warehouse:
    for hours in range(1, 4):
        store_attempts(warehouse, [an_attempt(hours)])
    os.kill(os.getpid(), signal.SIGKILL)
"""
ROOT = Path(__file__).parents[2]
ALL = [an_attempt(hours) for hours in range(4)]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of a process that was killed after it had acknowledged captures 1 to 3."""
    home = Home(tmp_path_factory.mktemp("killed") / "home")
    with open_writer(home) as warehouse:
        store_attempts(warehouse, [an_attempt(0)])
    process = subprocess.run(
        [sys.executable, "-c", STORE_AND_DIE, str(home.path)], check=False, cwd=Path(__file__).parents[2]
    )
    assert process.returncode == -signal.SIGKILL
    return home.path


@pytest.fixture
def log(killed: Path, tmp_path: Path) -> Path:
    """The write-ahead log of a copy of that home."""
    shutil.copytree(killed, tmp_path, dirs_exist_ok=True)
    log = tmp_path / "warehouse.duckdb.wal"
    assert log.stat().st_size > 0
    return log


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.7, 1.0])
def test_acknowledged_captures_survive_a_log_that_was_cut_short(tmp_path: Path, log: Path, kept: float) -> None:
    os.truncate(log, int(log.stat().st_size * kept))
    with open_writer(Home(tmp_path)) as warehouse:
        lost = len(ALL) - len(stored_attempts(warehouse.connection))
        assert lost == 0 if kept == 1 else lost > 0, "DuckDB notices it itself now: this test shows nothing"
        assert reconcile(warehouse) == lost
        assert stored_attempts(warehouse.connection) == ALL


@pytest.mark.parametrize("later", [1, 2])
def test_a_log_of_an_earlier_state_of_the_file_is_set_aside(tmp_path: Path, log: Path, later: int) -> None:
    # A power failure can bring back a log that a checkpoint had deleted: its name is on the disk until that is flushed.
    old = log.read_bytes()
    for hours in range(4, 4 + later):
        with open_writer(Home(tmp_path)) as warehouse:
            store_attempts(warehouse, [an_attempt(hours)])
    log.write_bytes(old)
    assert advice(tmp_path)["database"] == "`tokenfall run` opens it without the log, and restores rows"
    stored = [an_attempt(hours) for hours in range(4 + later)]
    with open_writer(Home(tmp_path)) as warehouse:
        assert reconcile(warehouse) == 0
        assert stored_attempts(warehouse.connection) == stored
    assert (tmp_path / "damaged-warehouse.duckdb.wal").read_bytes() == old


def advice(folder: Path) -> dict[str, str | None]:
    """Return what doctor advises, by subject."""
    return {finding.subject: finding.advice for finding in examine(Home(folder), date(2026, 11, 26), bytes_too=False)}


def flip(log: bytes, share: float) -> bytes:
    place = int(len(log) * share)
    return log[:place] + bytes([log[place] ^ 255]) + log[place + 1 :]


@pytest.mark.parametrize(
    ("damage", "is_refused"),
    [
        (lambda log: random.Random(1).randbytes(len(log)), False),  # no log at all: DuckDB passes over it
        (lambda log: flip(log, 0.02), True),
        (lambda log: flip(log, 0.5), True),
        (lambda log: log[: len(log) // 2].ljust(len(log), b"\0"), True),  # as a file system can leave a tail
        (lambda log: log + bytes(4096), None),
    ],
)
def test_acknowledged_captures_survive_a_log_that_is_garbage(
    tmp_path: Path, log: Path, damage: Callable[[bytes], bytes], is_refused: bool | None
) -> None:
    damaged = damage(log.read_bytes())
    log.write_bytes(damaged)
    with open_writer(Home(tmp_path)) as warehouse:
        reconcile(warehouse)
        assert stored_attempts(warehouse.connection) == ALL
    aside = tmp_path / "damaged-warehouse.duckdb.wal"
    if is_refused is not None:
        assert aside.exists() == is_refused
    findings = advice(tmp_path)
    assert ("write-ahead log" in findings) == aside.exists()
    assert not aside.exists() or aside.read_bytes() == damaged


def test_doctor_names_a_damaged_log_before_a_run_sets_it_aside(tmp_path: Path, log: Path) -> None:
    log.write_bytes(flip(log.read_bytes(), 0.5))
    findings = advice(tmp_path)
    assert findings["database"] == "`tokenfall run` opens it without the log, and restores rows"


@pytest.mark.usefixtures("log")
def test_a_line_that_was_cut_while_it_was_appended_is_written_again(tmp_path: Path) -> None:
    (file,) = ChainedFiles(Home(tmp_path).capture_ledger).files()
    os.truncate(file, file.stat().st_size - 20)
    with open_writer(Home(tmp_path)) as warehouse:
        assert reconcile(warehouse) == 0
        assert stored_attempts(warehouse.connection) == ALL
    assert CaptureLedger(Home(tmp_path).capture_ledger).attempts() == ALL


@pytest.mark.usefixtures("log")
def test_an_edited_line_is_named_by_run_and_doctor(tmp_path: Path) -> None:
    (file,) = ChainedFiles(Home(tmp_path).capture_ledger).files()
    file.write_bytes(file.read_bytes().replace(b'"bytes":9', b'"bytes":8', 1))
    named = f"{file} line 2 is not as it was written, or the line before it is missing: restore the file from a backup"
    ran = call(tmp_path, "run", "--offline")
    assert (ran.returncode, ran.stderr) == (1, f"tokenfall: {named}\n")
    assert advice(tmp_path)["ledger of captures"] == named
