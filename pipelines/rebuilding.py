"""Build the warehouse again from the captures, their ledger and the facts, as if its file had never existed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from assets.capture.ledger import CaptureLedger
from assets.capture.stored import reconcile
from assets.forecasts.verdict_history.record import TABLES
from pipelines.run import RunResult, StepListener, run
from pipelines.settled import forget_settled
from warehouse.errors import DatabaseBusyError, TokenfallError
from warehouse.home import Home
from warehouse.store import open_writer


def rebuild(home: Home, as_of: date, on_step: StepListener) -> RunResult:
    """Put the database file aside, build and publish a new one, and delete the old one when that has succeeded.

    The history of the verdicts, which nothing else holds, is taken from the old file where that can be read.

    Raises:
        TokenfallError: A run is writing, the ledger is damaged, or the build failed: the old file is in place again.
    """
    aside = home.database.with_name("before-rebuild.duckdb")
    is_readable = False
    if home.database.exists():
        is_readable = _prepare(home)
        _delete(aside)
        _move(home.database, aside)
    elif not any(home.capture_ledger.glob("*.jsonl")) and any(home.captures.rglob("*.warc.gz")):
        raise TokenfallError(
            f"{home.captures} has captures, but {home.capture_ledger} and the database, which list them, are missing: "
            "restore one of them from a backup"
        )
    forget_settled(home)
    try:
        if is_readable:
            with open_writer(home) as warehouse:
                warehouse.adopt(aside, tuple(TABLES))
        result = run(home, as_of, None, on_step)
    except BaseException:
        if aside.exists():
            _delete(home.database)
            _move(aside, home.database)
        raise
    _delete(aside)
    return result


def _prepare(home: Home) -> bool:
    """Put what only the database has into the ledger of captures; return whether the database could be read."""
    try:
        with open_writer(home) as warehouse:
            reconcile(warehouse)
            warehouse.connection.execute("CHECKPOINT")
    except DatabaseBusyError:
        raise
    except TokenfallError:
        CaptureLedger(home.capture_ledger).attempts()  # a damaged ledger is an error: nothing else lists the captures
        return False
    return True


def _move(database: Path, target: Path) -> None:
    """Rename a database file and its write-ahead log, which DuckDB would apply to a new file of that name."""
    for path, new in zip(_files_of(database), _files_of(target), strict=True):
        if path.exists():
            os.replace(path, new)


def _delete(database: Path) -> None:
    for path in _files_of(database):
        path.unlink(missing_ok=True)


def _files_of(database: Path) -> tuple[Path, Path]:
    return database, database.with_name(f"{database.name}.wal")
