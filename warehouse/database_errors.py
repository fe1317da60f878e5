"""Turn errors of DuckDB and of the file system into one line that tells the user what to do."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Generator

import duckdb

from warehouse.errors import DatabaseBusyError, TokenfallError
from warehouse.home import Home

ANOTHER_RUN = "another tokenfall run is writing to it; wait for that run to end"
DISK_TROUBLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO)
"""Errors of the file system that are no fault of the database file; DuckDB names them in its message."""

FAILURES = (
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,  # the log cannot be written
)
"""Errors of DuckDB that do not come from a query."""


@contextlib.contextmanager
def readable_errors(home: Home) -> Generator[None]:
    """Turn an error of DuckDB or of the file system into a TokenfallError of one line."""
    try:
        yield
    except duckdb.IOException as error:
        reason = first_line(error)
        if "lock" in reason.lower():
            raise DatabaseBusyError(f"cannot write {home.database}: {ANOTHER_RUN}") from error
        raise TokenfallError(f"cannot write {home.database}: {reason}; {_advice(reason)}") from error
    except FAILURES as error:
        reason = first_line(error)
        raise TokenfallError(f"cannot write {home.database}: {reason}; {_advice(reason)}") from error
    except OSError as error:
        place = error.filename or home.path
        raise TokenfallError(
            f"cannot write {place}: {error.strerror}; free space, or set TOKENFALL_HOME to a folder you can write to"
        ) from error


def disk_advice(reason: str) -> str:
    """Return what a user can do about the disk where an error names it; otherwise nothing."""
    if any(os.strerror(number) in reason for number in DISK_TROUBLE):
        return "free space or give access, and run again"
    return ""


def _advice(reason: str) -> str:
    """Return what a user can do about an error of the database file: the disk, or the file itself, is in trouble."""
    return disk_advice(reason) or "see `tokenfall doctor`; `tokenfall rebuild` makes the file again from the captures"


def first_line(error: Exception) -> str:
    """Return the first line of the message of an error."""
    return str(error).strip().splitlines()[0]


@contextlib.contextmanager
def interrupts(connection: duckdb.DuckDBPyConnection) -> Generator[None]:
    """Turn the error that DuckDB raises on Ctrl-C into a KeyboardInterrupt, and stop the query.

    Without the stop the query continues, and the next query, or closing the file, waits for it.
    """
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            connection.interrupt()
            raise KeyboardInterrupt from error
        raise
