"""The captures of the warehouse: read their rows, and add those of an attempt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from assets.capture.attempts import CaptureAttempt
from assets.capture.keep import LIVE, PageCapture
from assets.capture.ledger import CaptureLedger, attempt_record, read_attempt
from warehouse import query
from warehouse.durable import left_of
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.shards import read_rows, write_rows
from warehouse.store import Writer, open_published

HERE = Path(__file__).parent
LIST_ATTEMPTS = HERE / "list_attempts.sql"
LIST_CAPTURES = HERE / "list_captures.sql"


def page_captures(
    connection: duckdb.DuckDBPyConnection, source: str | None = None, *, only_counting: bool = False
) -> list[PageCapture]:
    """Return the captures of a source, or of all sources, oldest first; those that do not count can be left out."""
    given = {"source": source, "only_counting": only_counting}
    return [PageCapture.from_row(row) for row in query.rows(connection, LIST_CAPTURES, given)]


def published_captures(home: Home) -> list[PageCapture]:
    """Return the captures of the published file, which is read without waiting for a writer; none before the first."""
    if not home.published.exists():
        return []
    with open_published(home, sealed=False) as connection:
        return page_captures(connection)


def store_attempts(warehouse: Writer, attempts: Sequence[CaptureAttempt]) -> None:
    """Insert the rows of attempts and of their captures, commit, and acknowledge them in the ledger of captures."""
    with warehouse.transaction():
        _insert(warehouse, attempts)
    CaptureLedger(warehouse.home.capture_ledger).acknowledge(attempts)


def attempts_folder(shards: Path) -> Path:
    """Return the folder of the shards of attempts."""
    return shards / "attempts"


def write_attempts(file: Path, attempts: Sequence[CaptureAttempt]) -> None:
    """Write attempts to a shard, in one step; a shard may have none.

    Raises:
        TokenfallError: The shard cannot be written.
    """
    records = [{"attempt": json.dumps(attempt_record(attempt))} for attempt in attempts]
    try:
        write_rows(file, records or [{"attempt": None}])
    except OSError as error:
        raise TokenfallError(f"{file} cannot be written: {error}; free space or permit it") from error


def commit_shards(warehouse: Writer, files: Iterable[Path] | None = None) -> list[CaptureAttempt]:
    """Store the attempts of shards that helping processes wrote, acknowledge them, and delete the shards.

    Left out is what is stored already: an attempt of which an earlier call could not delete the shard, and a capture of
    an archive that two processes have fetched.

    Args:
        warehouse: The warehouse.
        files: The shards; by default all, in the order of their names.

    Returns:
        The attempts that were stored.
    """
    folder = attempts_folder(warehouse.home.shards)
    if files is None:
        files = folder.glob("*.parquet") if folder.exists() else ()
    files = sorted(files)
    if not files:
        return []
    texts = [text for file in files for (text,) in read_rows(file) if text is not None]
    attempts = _new_attempts(warehouse.connection, [read_attempt(json.loads(text)) for text in texts])
    store_attempts(warehouse, attempts)
    for file in files:
        for path in (*left_of(file), file):
            path.unlink(missing_ok=True)
    return attempts


def _new_attempts(connection: duckdb.DuckDBPyConnection, attempts: Sequence[CaptureAttempt]) -> list[CaptureAttempt]:
    """Return the attempts that are not stored, each once."""
    keys = [attempt.key for attempt in attempts]
    sources, urls, times = map(list, zip(*keys, strict=True)) if keys else ([], [], [])
    given = {"sources": sources, "urls": urls, "times": times}
    stored = set(query.tuples(connection, HERE / "find_stored_attempts.sql", given))
    asked = [attempt.row.asked_url for attempt in attempts if attempt.row]
    archived = set(query.tuples(connection, HERE / "find_archived_captures.sql", {"asked": asked, "live": LIVE}))
    new: list[CaptureAttempt] = []
    for attempt in attempts:
        row = attempt.row
        snapshot = (row.source, row.asked_url) if row and row.via != LIVE else None
        if attempt.key not in stored and snapshot not in archived:
            new.append(attempt)
            stored.add(attempt.key)
            if snapshot:
                archived.add(snapshot)
    return new


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
