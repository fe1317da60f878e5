"""Captures in the warehouse: reading their rows, and adding what an attempt brought."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from assets.capture.collect import Attempt
from assets.capture.keep import PageCapture
from warehouse.store import Writer


def page_captures(
    connection: duckdb.DuckDBPyConnection, condition: str = "true", parameters: Sequence[object] = ()
) -> list[PageCapture]:
    """The rows of raw_page_capture for which an SQL condition holds, oldest first."""
    found = connection.execute(
        f"SELECT * FROM raw_page_capture WHERE {condition} ORDER BY captured_at", list(parameters)
    )
    names = [column[0] for column in found.description]
    return [PageCapture.from_row(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def add_attempt(warehouse: Writer, attempt: Attempt) -> None:
    """Note an attempt, and the capture if there is one; call it in a transaction."""
    columns = ("source", "url", "attempted_at", "outcome", "reason")
    warehouse.insert_rows("raw_page_attempt", [{name: getattr(attempt, name) for name in columns}])
    if attempt.row is not None:
        warehouse.insert_rows("raw_page_capture", [vars(attempt.row)])
