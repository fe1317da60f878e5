"""Disk trouble that needs no privileges: a file that may not grow, an output that is full, a damaged history."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.execution import _describe_failure
from pipelines.pruning import set_damaged_aside
from tests.faults.disk import line_faults
from tests.pipelines.conftest import Result, call
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer

LIMITED = """
import resource, sys
from pathlib import Path
from warehouse.errors import TokenfallError
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer
home = Home(Path(sys.argv[1]))
limit = int(float(sys.argv[2]) * home.database.stat().st_size)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with open_writer(home) as writer, writer.transaction():
        writer.connection.execute("CREATE TABLE _large AS SELECT random() AS x FROM range(1000000)")
    with open_writer(home) as writer:
        writer.publish()
except TokenfallError as error:
    print(error)
"""


@pytest.mark.parametrize("share", [1.1, 0.5])
def test_a_write_of_the_database_that_fails_is_one_line_and_the_next_one_succeeds(tmp_path: Path, share: float) -> None:
    home = Home(tmp_path / "home")
    with open_writer(home) as writer:
        writer.publish()
    published = home.published.read_bytes()
    command = [sys.executable, "-c", LIMITED, str(home.path), str(share)]
    failed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert failed.stdout.startswith(f"cannot write {home.path}/"), failed
    assert "File too large; free space" in failed.stdout
    assert failed.stdout.count("\n") == 1
    assert home.published.read_bytes() == published
    with open_writer(home) as writer:
        writer.publish()


def commit_beside_a_folder(home: Home) -> None:
    """Commit a table where the log of the database is a folder, which nobody can write to."""
    with open_writer(home) as writer:
        writer.connection.execute("CHECKPOINT")
        home.database.with_name("warehouse.duckdb.wal").mkdir()
        with writer.transaction():
            writer.connection.execute("CREATE TABLE _new (a INTEGER)")


def test_a_log_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(TokenfallError, match=r"^cannot write .*Failed to commit: .*; see `tokenfall doctor`") as error:
        commit_beside_a_folder(Home(tmp_path / "home"))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("causes", "line"),
    [
        (
            [
                ("DagsterExecutionStepExecutionError", "x"),
                ("IOException", "IO Error: /h: No space left on device\nmore"),
            ],
            "out_source failed: IO Error: /h: No space left on device; free space or give access, and run again",
        ),
        ([("KeyError", "KeyError: 'a'\n")], "out_source failed: KeyError: 'a'"),
        ([("TokenfallError", "warehouse.errors.TokenfallError: no rate: wait\n"), ("OSError", "b")], "no rate: wait"),
    ],
)
def test_a_step_that_fails_for_the_disk_says_what_to_do(causes: list[tuple[str | None, str]], line: str) -> None:
    assert str(_describe_failure("out_source", causes)) == line


def test_an_output_that_is_full_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKENFALL_HOME", str(tmp_path))
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "--help"]
    with Path("/dev/full").open("w") as full:
        failed = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    what = f"the output or a file in {tmp_path}"
    reason = f"tokenfall: cannot write {what}: No space left on device; free space or give access\n"
    assert (failed.returncode, failed.stderr) == (1, reason)


def test_a_write_without_a_name_is_not_taken_for_the_output(tmp_path: Path) -> None:
    full = "def full(*_, **__): raise OSError(28, 'No space left on device')"
    failed = call(tmp_path, "doctor", prefix=f"{full}\nimport pipelines.doctor as doctor\ndoctor.examine = full")
    reason = f"tokenfall: cannot write a file in {tmp_path}: No space left on device; free space or give access\n"
    assert (failed.returncode, failed.stderr) == (1, reason)


def history(home: Home) -> Path:
    file = home.dagster / "history" / "runs.db"
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "CREATE TABLE run AS WITH n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 999) SELECT i FROM n"
        )
        connection.commit()
    return file


def test_a_history_that_a_power_failure_damaged_is_set_aside(tmp_path: Path) -> None:
    home = Home(tmp_path)
    file = history(home)
    assert set_damaged_aside(home) is None
    content = bytearray(file.read_bytes())
    content[4096:4200] = b"\xa5" * 104
    file.write_bytes(content)
    aside = set_damaged_aside(home)
    assert aside == tmp_path / "dagster-damaged"
    assert (aside / "history" / "runs.db").read_bytes() == content
    assert not home.dagster.exists()
    assert set_damaged_aside(home) is None


@pytest.mark.parametrize(
    ("status", "stderr", "fault"),
    [
        (0, "", "status 0"),
        (1, "Traceback\ntokenfall: cannot write /x; free space\n", "2 lines"),
        (1, "tokenfall: cannot write /x: No space left on device\n", "no advice"),
        (1, "tokenfall: cannot write x; free space\n", "no place"),
        (1, "tokenfall: cannot write /x: No space left on device; free space\n", None),
    ],
)
def test_the_campaign_notices_a_line_that_does_not_help(status: int, stderr: str, fault: str | None) -> None:
    faults = list(line_faults(Result([], status, "", stderr), "ENOSPC"))
    assert [text.partition(":")[0].partition(" after")[0] for text in faults] == ([fault] if fault else [])
