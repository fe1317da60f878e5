"""Open homes of every earlier schema version with today's code: a run, a backup and a restore lose no row."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from assets.capture.ledger import CaptureLedger
from pipelines.backups import backup, restore
from tests.faults.campaign import Outcome
from tests.pipelines.conftest import call
from tests.warehouse.old_homes import kept_rows, write_old_home
from warehouse.home import Home
from warehouse.migrations import newest_schema
from warehouse.store import open_writer

BUILT = "core_workload"
"""A table that a run builds from the facts in a second."""


@contextmanager
def upgrades(_: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare nothing: each attempt has homes of its own. Attempt n is schema version n + 1, over and over."""
    yield upgrade


def upgrade(number: int) -> Outcome:
    """Run in a home of an earlier version, restore a backup that this version made, and compare the rows."""
    version = number % newest_schema() + 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old = Home(folder / "old")
        write_old_home(old, version)
        before = kept_rows(old.database)
        copy = _backup_of_then(old, folder / "copy")
        ran = call(old.path, "run", "--offline", "--select", BUILT)
        faults = [] if ran.returncode == 0 else [f"run failed: {ran.stderr.strip()[-300:]}"]
        homes = {"run": old, "restored": _restored(copy, folder / "restored")}
        if not faults:
            backup(old, folder / "now")
            homes["restored from today's backup"] = _restored(folder / "now", folder / "again")
        for how, home in homes.items():
            after = kept_rows(home.database, before)
            faults += [f"{how}: {table} has other rows" for table in before if after.get(table) != before[table]]
        attempts = len(before.get("raw_page_attempt", [()])) - 1
        if len(CaptureLedger(old.capture_ledger).attempts()) != attempts:
            faults.append("the ledger has not acknowledged every attempt")
    return Outcome(number, f"version {version}", faults)


def _backup_of_then(home: Home, folder: Path) -> Path:
    """Write a backup as the version of a home wrote it: its database as it is, and the sums."""
    folder.mkdir()
    database = home.database.read_bytes()
    (folder / home.database.name).write_bytes(database)
    (folder / "SHA256SUMS").write_text(f"{hashlib.sha256(database).hexdigest()}  {home.database.name}\n")
    return folder


def _restored(copy: Path, folder: Path) -> Home:
    home = Home(folder)
    restore(copy, home)
    with open_writer(home):
        pass
    return home
