"""The captures of the warehouse: read their rows, and add those of an attempt."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from assets.capture.attempts import CaptureAttempt
from assets.capture.keep import PageCapture
from warehouse.store import Writer


def page_captures(
    connection: duckdb.DuckDBPyConnection, condition: str = "true", parameters: Sequence[object] = ()
) -> list[PageCapture]:
    """The rows of raw_page_capture for which an SQL condition holds, oldest first."""
    rows = connection.execute(
        f"SELECT * FROM raw_page_capture WHERE {condition} ORDER BY captured_at", list(parameters)
    )
    names = [column[0] for column in rows.description]
    return [PageCapture.from_row(dict(zip(names, row, strict=True))) for row in rows.fetchall()]


def add_attempt(warehouse: Writer, attempt: CaptureAttempt) -> None:
    """Insert the row of an attempt and that of its capture, if there is one; to be called in a transaction."""
    columns = ("source", "url", "attempted_at", "outcome", "reason")
    warehouse.insert_rows("raw_page_attempt", [{name: getattr(attempt, name) for name in columns}])
    if attempt.row is not None:
        warehouse.insert_rows("raw_page_capture", [vars(attempt.row)])
