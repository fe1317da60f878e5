"""Build the warehouse again from the captures, their ledger and the facts, as if its file had never existed."""

from __future__ import annotations

import contextlib
import os
from datetime import date
from pathlib import Path

import duckdb

from assets.capture.ledger import CaptureLedger
from assets.capture.stored import reconcile
from assets.forecasts.verdict_history.record import TABLES as VERDICTS
from pipelines.run import RunResult, StepListener, run
from pipelines.settled import forget_settled
from warehouse import query
from warehouse.errors import DatabaseBusyError, NewerDatabaseError, TokenfallError
from warehouse.home import Home
from warehouse.store import open_published, open_writer

HISTORY = (*VERDICTS, "out_reader_audit")
"""Tables of which each day adds a part that nothing else holds: verdicts as they were, and audits of readers."""


def rebuild(home: Home, as_of: date, on_step: StepListener) -> RunResult:
    """Put the database file aside, build and publish a new one, and delete the old one when that has succeeded.

    What nothing else holds (`HISTORY`) is taken from the old file, or from the published one where that cannot be read.

    Raises:
        TokenfallError: A run is writing, the ledger is damaged, or the build failed: the old file is in place again.
    """
    aside = home.database.with_name("before-rebuild.duckdb")
    if aside.exists() and not _has_history(home.database):  # a rebuild was killed before it had copied the history
        _delete(home.database)
        _move(aside, home.database)
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
        _take_history(home, aside if is_readable else home.published)
        result = run(home, as_of, None, on_step)
    except BaseException:
        if aside.exists():
            _delete(home.database)
            _move(aside, home.database)
        raise
    _delete(aside)
    return result


def published_date(home: Home) -> date | None:
    """Return the date of the published file; None where there is none that can be read."""
    try:
        with open_published(home) as connection:
            return query.published_as_of(connection)
    except (TokenfallError, duckdb.Error):
        return None


def _prepare(home: Home) -> bool:
    """Put what only the database has into the ledger of captures; return whether the database could be read."""
    try:
        with open_writer(home) as warehouse:
            reconcile(warehouse)
            warehouse.connection.execute("CHECKPOINT")
    except (DatabaseBusyError, NewerDatabaseError):
        raise
    except TokenfallError:
        CaptureLedger(home.capture_ledger).attempts()  # a damaged ledger is an error: nothing else lists the captures
        return False
    return True


def _has_history(database: Path) -> bool:
    with contextlib.suppress(duckdb.Error), duckdb.connect(str(database), read_only=True) as connection:
        return query.value(connection, Path(__file__).with_name("find_first_verdict_day.sql")) is not None
    return False


def _take_history(home: Home, file: Path) -> None:
    """Copy what earlier days have added from another database into the new one, unless it cannot be read.

    The published file cannot where a version with another schema wrote it.
    """
    if not file.exists():
        return
    with open_writer(home) as warehouse, contextlib.suppress(duckdb.Error):
        warehouse.adopt(file, HISTORY)


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
