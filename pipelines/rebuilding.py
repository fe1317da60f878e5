"""Build the warehouse again from the captures, their ledger and the facts, as if its file had never existed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from assets.capture.stored import reconcile
from pipelines.run import RunResult, StepListener, run
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer


def rebuild(home: Home, as_of: date, on_step: StepListener) -> RunResult:
    """Put the database file aside, build and publish a new one, and delete the old one when that has succeeded.

    Raises:
        TokenfallError: A run is writing, the ledger is damaged, or the build failed: the old file is in place again.
    """
    aside = home.database.with_name("before-rebuild.duckdb")
    if home.database.exists():
        with open_writer(home) as warehouse:
            reconcile(warehouse)  # what only the database has goes into the ledger first
            warehouse.connection.execute("CHECKPOINT")
        os.replace(home.database, aside)
    elif not any(home.capture_ledger.glob("*.jsonl")) and any(home.captures.rglob("*.warc.gz")):
        raise TokenfallError(
            f"{home.captures} has captures, but {home.capture_ledger} and the database, which list them, are missing: "
            "restore one of them from a backup"
        )
    home.settled.unlink(missing_ok=True)
    try:
        result = run(home, as_of, None, on_step)
    except BaseException:
        if aside.exists():
            _delete(home.database)
            os.replace(aside, home.database)
        raise
    _delete(aside)
    return result


def _delete(database: Path) -> None:
    for path in (database, database.with_name(f"{database.name}.wal")):
        path.unlink(missing_ok=True)
