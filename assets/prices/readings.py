"""Readings in the warehouse: which captures wait for a reader, and where what was read is kept."""

from __future__ import annotations

import duckdb

from assets.capture.keep import PageCapture
from assets.capture.stored import page_captures
from assets.prices.read_captures import Offers, Read, reader_version
from assets.prices.trust import FEED, PAGE
from warehouse.store import Writer


def captures_of_prices(connection: duckdb.DuckDBPyConnection) -> list[PageCapture]:
    """The captures of price pages and feeds that count, the latest of each content, oldest first."""
    rows = page_captures(connection, "counts AND (starts_with(source, ?) OR starts_with(source, ?))", [PAGE, FEED])
    return list({(row.source, row.capture_sha256): row for row in rows}.values())


def unread(connection: duckdb.DuckDBPyConnection) -> list[PageCapture]:
    """The captures that today's version of their reader has not read."""
    done = set(connection.execute("SELECT source, capture_sha256, reader_version FROM _capture_reading").fetchall())
    return [
        one
        for one in captures_of_prices(connection)
        if (one.source, one.capture_sha256, reader_version(one.source)) not in done
    ]


def keep_reading(warehouse: Writer, read: Read) -> None:
    """Put a reading in the place of an earlier version's; call it in a transaction."""
    of = [read.reading["source"], read.reading["capture_sha256"]]
    for table in ("_captured_offer", "_capture_reading"):
        warehouse.connection.execute(f'DELETE FROM "{table}" WHERE source = ? AND capture_sha256 = ?', of)
    warehouse.insert_rows("_captured_offer", read.offers)
    warehouse.insert_rows("_capture_reading", [read.reading])


def offers_of(connection: duckdb.DuckDBPyConnection, capture: PageCapture) -> Offers:
    """What is kept of a capture, as `difference` compares it."""
    found = connection.execute(
        """SELECT model, tier, context_from_tokens, valid_from,
                  currency, input_per_mtok, cached_input_per_mtok, output_per_mtok, valid_to
           FROM _captured_offer WHERE source = ? AND capture_sha256 = ?""",
        [capture.source, capture.capture_sha256],
    ).fetchall()
    return {row[:4]: row[4:] for row in found}
