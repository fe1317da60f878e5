"""The captures of the warehouse: read their rows, and add those of an attempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from assets.capture.attempts import CaptureAttempt
from assets.capture.keep import PageCapture
from assets.capture.ledger import CaptureLedger
from warehouse import query
from warehouse.store import Writer

LIST_ATTEMPTS = Path(__file__).with_name("list_attempts.sql")
LIST_CAPTURES = Path(__file__).with_name("list_captures.sql")


def page_captures(
    connection: duckdb.DuckDBPyConnection, source: str | None = None, *, only_counting: bool = False
) -> list[PageCapture]:
    """Return the captures of a source, or of all sources, oldest first; those that do not count can be left out."""
    given = {"source": source, "only_counting": only_counting}
    return [PageCapture.from_row(row) for row in query.rows(connection, LIST_CAPTURES, given)]


def store_attempts(warehouse: Writer, attempts: Sequence[CaptureAttempt]) -> None:
    """Insert the rows of attempts and of their captures, commit, and acknowledge them in the ledger of captures."""
    with warehouse.transaction():
        _insert(warehouse, attempts)
    CaptureLedger(warehouse.home.capture_ledger).acknowledge(attempts)


def reconcile(warehouse: Writer) -> int:
    """Make the tables of captures and their ledger hold the same attempts.

    An attempt that only the ledger has was lost from the database file, and is stored again. One that only the database
    has was stored by a run that was killed before it could acknowledge it, or by a version without a ledger.

    Returns:
        The number of attempts that had been lost from the database file.

    Raises:
        TokenfallError: The ledger is not as it was written, or cannot be written.
    """
    ledger = CaptureLedger(warehouse.home.capture_ledger)
    acknowledged = {attempt.key: attempt for attempt in ledger.attempts()}
    stored = {attempt.key: attempt for attempt in stored_attempts(warehouse.connection)}
    lost = [attempt for key, attempt in acknowledged.items() if key not in stored]
    with warehouse.transaction():
        _insert(warehouse, lost)
    ledger.acknowledge([attempt for key, attempt in stored.items() if key not in acknowledged])
    return len(lost)


def stored_attempts(connection: duckdb.DuckDBPyConnection) -> list[CaptureAttempt]:
    """Return every attempt of the warehouse with its capture, if there is one, the earliest first."""
    captures = {(row.source, row.url, row.fetched_at): row for row in page_captures(connection)}
    return [
        replace(attempt, row=captures.get(attempt.key))
        for attempt in query.rows_as(connection, CaptureAttempt, LIST_ATTEMPTS)
    ]


def _insert(warehouse: Writer, attempts: Sequence[CaptureAttempt]) -> None:
    columns = ("source", "url", "attempted_at", "outcome", "reason")
    rows = [{name: getattr(attempt, name) for name in columns} for attempt in attempts]
    warehouse.insert_rows("raw_page_attempt", rows)
    warehouse.insert_rows("raw_page_capture", [vars(attempt.row) for attempt in attempts if attempt.row])
