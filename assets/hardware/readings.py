"""Readings of releases in the warehouse: which captures wait for a reader, and where what was read is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import duckdb

from assets.capture.keep import PageCapture
from assets.capture.stored import page_captures
from assets.hardware.read_captures import Read, Row, Unit, reader_version
from assets.hardware.sources import RELEASE, is_listing, is_of_logs
from warehouse.store import Writer


def units(connection: duckdb.DuckDBPyConnection) -> list[Unit]:
    """What there is to read: each content of a file once; of a release of run logs the latest files, together."""
    found = page_captures(connection, "counts AND starts_with(source, ?)", [RELEASE])
    single = {(one.source, one.capture_sha256): one for one in found if not is_of_logs(one.source)}
    releases: dict[str, dict[str, PageCapture]] = {}
    for one in found:
        if is_of_logs(one.source) and not is_listing(one.url):
            releases.setdefault(one.source, {})[one.url] = one
    return [
        *(Unit(source, (one,)) for (source, _), one in single.items()),
        *(Unit(source, tuple(files.values())) for source, files in releases.items()),
    ]


def unread(connection: duckdb.DuckDBPyConnection) -> list[Unit]:
    """The units that today's version of their reader has not read."""
    done = set(connection.execute("SELECT source, digest, reader_version FROM _release_reading").fetchall())
    return [one for one in units(connection) if (one.source, one.digest, reader_version()) not in done]


def keep_reading(warehouse: Writer, read: Read) -> None:
    """Put a reading in the place of an earlier one; call it in a transaction.

    A release of run logs has one reading, of all files captured so far.
    """
    source, digest = read.reading["source"], read.reading["digest"]
    same = "" if is_of_logs(str(source)) else " AND digest = $digest"
    bound = {"source": source} | ({"digest": digest} if same else {})
    for table in ("_release_row", "_release_reading"):
        warehouse.connection.execute(f'DELETE FROM "{table}" WHERE source = $source{same}', bound)
    warehouse.insert_rows("_release_row", read.rows)
    warehouse.insert_rows("_release_reading", [read.reading])


def rows_of(connection: duckdb.DuckDBPyConnection, unit: Unit) -> Counter[str]:
    """What is kept of a unit, as `difference` compares it."""
    found = connection.execute(
        "SELECT row FROM _release_row WHERE source = ? AND digest = ?", [unit.source, unit.digest]
    ).fetchall()
    return Counter(row for (row,) in found)


def difference(before: Counter[str], now: Counter[str]) -> Iterator[Row]:
    """What another version of a reader changes: rows gone, then rows added."""
    for row in (before - now).elements():
        yield {"change": "gone", "offer": row, "before": row, "now": None}
    for row in (now - before).elements():
        yield {"change": "added", "offer": row, "before": None, "now": row}
