"""Copies of an installation, its health, and the database built again from captures: as a user calls them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from assets.capture.stored import store_attempts
from pipelines.doctor import Finding, examine
from pipelines.event_log import logging_to
from tests.capture.test_ledger import an_attempt
from tests.conftest import fill
from tests.pipelines.conftest import call
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer

CHECKSUMS = shutil.which("sha256sum")


@pytest.fixture
def small_home(tmp_path: Path) -> Path:
    """A home with a database, three acknowledged attempts, and no captured bytes."""
    home = Home(tmp_path / "home")
    with open_writer(home) as warehouse:
        store_attempts(warehouse, [an_attempt(hours) for hours in range(3)])
        warehouse.publish()
    return home.path


NO_RUN = """
import pipelines.rebuilding as rebuilding
from pipelines.run import RunResult
rebuilding.run = lambda *_: RunResult((), 0)
"""
"""Code before the command line, after which a rebuild computes no table."""


def days_in(home: Path) -> list[str]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return [str(day) for (day,) in connection.execute("SELECT as_of FROM internal._verdict_day").fetchall()]


def attempts_in(home: Path) -> int:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return len(connection.execute("SELECT * FROM raw_page_attempt").fetchall())


def test_a_backup_comes_back(small_home: Path, tmp_path: Path) -> None:
    copied = call(small_home, "backup", str(tmp_path / "copy"))
    assert copied.stdout == f"copied 2 files to {tmp_path / 'copy'}; SHA256SUMS names them\n", copied.stderr
    if CHECKSUMS:
        subprocess.run([CHECKSUMS, "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "copy", check=True)
    restored = call(tmp_path / "new", "restore", str(tmp_path / "copy"))
    assert restored.returncode == 0, restored.stderr
    assert attempts_in(tmp_path / "new") == 3
    ledger = "ledger/captures/2026-11.jsonl"
    assert (tmp_path / "new" / ledger).read_bytes() == (small_home / ledger).read_bytes()


def test_a_second_backup_copies_only_what_changed(small_home: Path, tmp_path: Path) -> None:
    call(small_home, "backup", str(tmp_path / "copy"))
    ledger = tmp_path / "copy" / "ledger" / "captures" / "2026-11.jsonl"
    before = ledger.stat().st_ino
    assert call(small_home, "backup", str(tmp_path / "copy")).returncode == 0
    assert ledger.stat().st_ino == before


def test_a_changed_backup_is_refused_and_nothing_is_written(small_home: Path, tmp_path: Path) -> None:
    call(small_home, "backup", str(tmp_path / "copy"))
    with (tmp_path / "copy" / "warehouse.duckdb").open("ab") as file:
        file.write(b"x")
    refused = call(tmp_path / "new", "restore", str(tmp_path / "copy"))
    assert refused.returncode == 1
    assert "warehouse.duckdb is missing or not as it was copied" in refused.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "captures/../../outside", "other.txt"])
def test_a_backup_that_names_other_files_is_refused(small_home: Path, tmp_path: Path, name: str) -> None:
    call(small_home, "backup", str(tmp_path / "copy"))
    with (tmp_path / "copy" / "SHA256SUMS").open("a") as file:
        file.write(f"{'0' * 64}  {name}\n")
    refused = call(tmp_path / "new", "restore", str(tmp_path / "copy"))
    assert refused.returncode == 1
    assert "which is no part of a backup" in refused.stderr


def test_a_home_in_use_is_not_overwritten(small_home: Path, tmp_path: Path) -> None:
    call(small_home, "backup", str(tmp_path / "copy"))
    refused = call(small_home, "restore", str(tmp_path / "copy"))
    assert (refused.returncode, "is in use" in refused.stderr) == (1, True)


def test_an_interrupted_backup_is_no_backup(small_home: Path, tmp_path: Path) -> None:
    call(small_home, "backup", str(tmp_path / "copy"))
    (tmp_path / "copy" / "SHA256SUMS").unlink()
    refused = call(tmp_path / "new", "restore", str(tmp_path / "copy"))
    assert (refused.returncode, "is no whole backup" in refused.stderr) == (1, True)


def test_nothing_is_copied_from_an_empty_home(tmp_path: Path) -> None:
    refused = call(tmp_path / "none", "backup", str(tmp_path / "copy"))
    assert (refused.returncode, "nothing to copy" in refused.stderr) == (1, True)


def findings(home: Path, *options: str) -> dict[str, str | None]:
    shown = call(home, "doctor", "--format", "json", *options)
    assert "Traceback" not in shown.stderr
    return {finding["subject"]: finding["advice"] for finding in json.loads(shown.stdout)}


def test_doctor_names_what_is_wrong(small_home: Path) -> None:
    advice = findings(small_home)
    assert advice["ledger of captures"] is None
    assert str(advice["captured bytes"]).startswith("1 files are missing, 2026/acme.warc.gz first")
    with duckdb.connect(str(small_home / "warehouse.duckdb")) as connection:
        connection.execute("DELETE FROM raw_page_attempt WHERE attempted_at > '2026-11-24 12:00:00'")
    assert findings(small_home)["ledger of captures"] == "the database lacks 2: the next `tokenfall run` restores them"
    ledger = small_home / "ledger" / "captures" / "2026-11.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b'"bytes":9', b'"bytes":8', 1))
    assert "line 2 is not as it was written" in str(findings(small_home)["ledger of captures"])


def test_doctor_reads_a_database_that_is_no_database(small_home: Path) -> None:
    (small_home / "warehouse.duckdb").write_bytes(b"garbage" * 999)
    assert findings(small_home)["database"] == "`tokenfall rebuild` makes it again"


def test_doctor_knows_a_run_that_is_writing(small_home: Path) -> None:
    with open_writer(Home(small_home)):
        shown = call(small_home, "doctor").stdout
        assert f"database: process {os.getpid()} is writing to it now" in shown
        assert "call `tokenfall doctor` again after it" in shown


def test_doctor_knows_the_last_run_the_writer_and_the_growth(small_home: Path) -> None:
    home, today = Home(small_home), date(2026, 11, 26)
    (home.captures / "2026").mkdir(parents=True, exist_ok=True)
    for name in ("acme-20261125.warc.gz", "acme-20261125-2.warc.gz", "acme-20261001.warc.gz"):
        (home.captures / "2026" / name).write_bytes(b"x" * 100_000)

    def states() -> dict[str, Finding]:
        return {finding.subject: finding for finding in examine(home, today, bytes_too=False)}

    assert "last run" not in states()
    with logging_to(home, "run"):
        pass
    with logging_to(home, "rebuild"):
        pass
    shown = states()
    assert shown["home"].state.endswith("0.2 MB of captures in 30 days")
    assert (shown["last run"].state[:9], shown["last run"].advice) == ("finished ", None)
    with pytest.raises(TokenfallError), logging_to(home, "run"):
        raise TokenfallError("not published: a rule is broken")
    assert str(states()["last run"].advice).startswith("not published: a rule is broken; what was published before")


def test_doctor_works_where_there_is_nothing(tmp_path: Path) -> None:
    shown = call(tmp_path / "none", "doctor")
    assert shown.returncode == 1
    assert "nothing is published" in shown.stdout
    assert "database: there is none\n" in shown.stdout
    assert shown.stderr == "tokenfall: 1 of 7 lines need you\n", "a new home needs its first run, and nothing else"


def spoil(home: Path) -> None:
    (home / "warehouse.duckdb").write_bytes(b"garbage" * 999)


def delete(home: Path) -> None:
    (home / "warehouse.duckdb").unlink()


def interrupt(home: Path) -> None:
    """As a rebuild that was killed before it had written anything."""
    (home / "warehouse.duckdb").rename(home / "before-rebuild.duckdb")
    (home / "published" / "tokenfall.duckdb").unlink()


@pytest.mark.parametrize("attack", [lambda home: None, spoil, delete, interrupt])
def test_a_rebuild_keeps_what_each_day_has_added(small_home: Path, attack: Callable[[Path], None]) -> None:
    audit = {"reader": "acme", "audited_at": "2026-01-31", "source": "page/acme", "reader_version": "v"}
    day = {"as_of": "2026-01-31", "basis": "published", "code_version": "c", "facts_sha256": "f"}
    with open_writer(Home(small_home)) as warehouse:
        warehouse.insert_rows("_verdict_day", [{**day, "facts_as_of": "2026-01-31"}])
        fill(warehouse, "out_reader_audit", audit)
        warehouse.publish()
    attack(small_home)
    rebuilt = call(small_home, "rebuild", prefix=NO_RUN)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert days_in(small_home) == ["2026-01-31"]
    with duckdb.connect(str(small_home / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT reader FROM out_reader_audit").fetchall() == [("acme",)]
    assert not (small_home / "before-rebuild.duckdb").exists()


def test_a_rebuild_is_of_the_date_that_was_published(small_home: Path) -> None:
    with open_writer(Home(small_home)) as warehouse:
        fill(warehouse, "out_verdict", {"as_of": "2026-01-31"})
        warehouse.publish()
    assert " tables as of 2026-01-31, with" in call(small_home, "rebuild", prefix=NO_RUN).stdout
    assert (
        " tables as of 2026-01-15, with" in call(small_home, "rebuild", "--as-of", "2026-01-15", prefix=NO_RUN).stdout
    )
    (small_home / "published" / "tokenfall.duckdb").write_bytes(b"garbage" * 999)
    today = "import pipelines.settings, datetime; pipelines.settings.utc_today = lambda: datetime.date(2026, 11, 27)"
    assert " tables as of 2026-11-27, with" in call(small_home, "rebuild", prefix=NO_RUN + today).stdout
    wrong = call(small_home, "rebuild", "--as-of", "2026-01-15", "--edition", "x", "--into", "y")
    assert (wrong.returncode, "--as-of does not go with --edition" in wrong.stderr) == (2, True)


def test_a_database_without_any_other_copy_is_built_again(small_home: Path) -> None:
    spoil(small_home)
    (small_home / "published" / "tokenfall.duckdb").write_bytes(b"garbage" * 999)
    rebuilt = call(small_home, "rebuild", prefix=NO_RUN)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert days_in(small_home) == []


def test_the_database_of_a_newer_version_is_not_replaced(small_home: Path) -> None:
    with duckdb.connect(str(small_home / "warehouse.duckdb")) as connection:
        connection.execute("INSERT INTO internal._migration VALUES (9999, 'from the future')")
    refused = call(small_home, "rebuild", prefix=NO_RUN)
    assert (refused.returncode, "written by a newer tokenfall" in refused.stderr) == (1, True)
    assert attempts_in(small_home) == 3


def test_a_rebuild_while_a_run_writes_is_refused(small_home: Path) -> None:
    with open_writer(Home(small_home)):
        refused = call(small_home, "rebuild", prefix=NO_RUN)
    assert (refused.returncode, "another tokenfall run is writing" in refused.stderr) == (1, True)
    assert attempts_in(small_home) == 3


def test_a_rebuild_that_fails_leaves_the_old_database(small_home: Path) -> None:
    failed = call(
        small_home,
        "rebuild",
        prefix="import pipelines.rebuilding as r\ndef run(*_): raise OSError(28, 'x')\nr.run = run",
    )
    assert failed.returncode != 0
    assert attempts_in(small_home) == 3
    assert not (small_home / "before-rebuild.duckdb").exists()


def test_captures_without_any_list_of_them_are_not_rebuilt(tmp_path: Path) -> None:
    (tmp_path / "captures" / "2026").mkdir(parents=True)
    (tmp_path / "captures" / "2026" / "acme-20261124.warc.gz").write_bytes(b"")
    refused = call(tmp_path, "rebuild")
    assert (refused.returncode, "restore one of them from a backup" in refused.stderr) == (1, True)
