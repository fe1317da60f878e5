"""Copies of the writer's file: the one that is published, and the one without free blocks that takes its place.

DuckDB reuses the blocks that a rebuilt table leaves, and shortens a file only at its end. Daily rebuilds keep about a
fifth of the file free. Far more is free after a migration that has rewritten many tables, when a large table has
become smaller, or after a run that has rebuilt every table for the first time in weeks.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import BinaryIO

import duckdb

from warehouse import durable
from warehouse.database_errors import first_line
from warehouse.errors import TokenfallError

COPIED_AT_ONCE = 2**20
"""Bytes that are copied at once when the file is published."""
LARGEST_FREE_SHARE = 1 - 1 / 1.3
"""Share of free blocks above which a file is compacted: it is then more than 1.3 times as large as a new one."""
LEAST_FREE_BYTES = 8 * 2**20
"""A file is not compacted to save fewer bytes than these."""


def checkpoint(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    """Move everything that is committed from the write-ahead log into the database file.

    Raises:
        TokenfallError: A transaction is open, or the log still has rows.
    """
    try:
        connection.execute("CHECKPOINT")
    except duckdb.TransactionException as error:
        raise TokenfallError(f"cannot publish {database}: {first_line(error)}") from error
    log = _log_of(database)
    if log.exists() and log.stat().st_size:
        raise TokenfallError(f"cannot publish {database}: rows are still in {log.name}; run again")


def replace_by_copy(file: BinaryIO, target: Path) -> None:
    """Copy an open file to a draft beside `target`, and replace `target` with the draft in a single step.

    A process that has the replaced file open continues to read it. Drafts of runs that were killed are deleted.
    """
    durable.make_folder(target.parent)
    for stale in target.parent.glob(".next-*.duckdb*"):
        stale.unlink()
    draft = target.parent / f".next-{os.getpid()}.duckdb"
    try:
        file.seek(0)
        with draft.open("wb") as copy:
            shutil.copyfileobj(file, copy, COPIED_AT_ONCE)
        durable.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def is_sparse(connection: duckdb.DuckDBPyConnection) -> bool:
    """Return whether so much of the database file is free that a copy without free blocks is worth writing."""
    size = "SELECT free_blocks, total_blocks, block_size FROM pragma_database_size()"
    free, total, block_bytes = connection.execute(size).fetchone() or (0, 0, 0)
    return free > total * LARGEST_FREE_SHARE and free * block_bytes >= LEAST_FREE_BYTES


@contextlib.contextmanager
def compact_copy(connection: duckdb.DuckDBPyConnection, database: Path) -> Generator[BinaryIO]:
    """Open a copy of a database without free blocks, beside it; the copy is deleted at the end."""
    draft = database.with_name(f".compact-{database.name}")
    _delete(draft)
    try:
        _copy_database(connection, draft)
        with draft.open("rb") as file:
            yield file
    finally:
        _delete(draft)


def compact(connection: duckdb.DuckDBPyConnection, database: Path) -> bool:
    """Replace a database file with many free blocks by a copy of its tables, views and macros.

    The file is replaced while its lock is held, so that no other writer can change it in between. The connection still
    has the old file open afterwards: the caller has to close it and to connect again.

    Returns:
        Whether the file was replaced.
    """
    if not is_sparse(connection):
        return False
    file = database.resolve()  # a link to another disk stays a link
    draft = file.with_name(f".compact-{file.name}")
    _delete(draft)
    try:
        connection.execute("CHECKPOINT")  # the copy takes the place of the file, but not of its log
        _copy_database(connection, draft)
        durable.replace(draft, file)  # a new log beside the old file would be the log of neither
    finally:
        _delete(draft)
    return True


def _copy_database(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    quoted = str(file).replace("'", "''")
    ((name,),) = connection.execute("SELECT current_database()").fetchall()
    connection.execute(f"ATTACH '{quoted}' AS _draft")
    try:
        connection.execute(f'COPY FROM DATABASE "{name}" TO _draft')
    finally:
        connection.execute("DETACH _draft")


def _delete(database: Path) -> None:
    """Delete a database file and its write-ahead log, which DuckDB would apply to a new file of that name."""
    for path in (database, _log_of(database)):
        path.unlink(missing_ok=True)


def set_log_aside(database: Path) -> None:
    """Rename a write-ahead log that DuckDB cannot apply; it is kept for whoever wants to look at it."""
    os.replace(_log_of(database), damaged_log(database))


def damaged_log(database: Path) -> Path:
    """Return where the last damaged write-ahead log of a database file is kept."""
    return database.with_name(f"damaged-{_log_of(database).name}")


def _log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")
