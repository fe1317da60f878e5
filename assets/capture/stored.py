"""The captures of the warehouse: read their rows, and add those of an attempt."""

from __future__ import annotations

from pathlib import Path

import duckdb

from assets.capture.attempts import CaptureAttempt
from assets.capture.keep import PageCapture
from warehouse import query
from warehouse.store import Writer

LIST_CAPTURES = Path(__file__).with_name("list_captures.sql")


def page_captures(
    connection: duckdb.DuckDBPyConnection, source: str | None = None, *, only_counting: bool = False
) -> list[PageCapture]:
    """Return the captures of a source, or of all sources, oldest first; those that do not count can be left out."""
    given = {"source": source, "only_counting": only_counting}
    return [PageCapture.from_row(row) for row in query.rows(connection, LIST_CAPTURES, given)]


def add_attempt(warehouse: Writer, attempt: CaptureAttempt) -> None:
    """Insert the row of an attempt and that of its capture, if there is one; to be called in a transaction."""
    columns = ("source", "url", "attempted_at", "outcome", "reason")
    warehouse.insert_rows("raw_page_attempt", [{name: getattr(attempt, name) for name in columns}])
    if attempt.row is not None:
        warehouse.insert_rows("raw_page_capture", [vars(attempt.row)])
