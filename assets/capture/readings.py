"""Read captures into rows: find those that the current reader has not read, store readings, compare reader versions.

Each subject that reads captures (prices, hardware) implements a `Reader`; the rest is common code.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assets.capture.keep import PageCapture
from assets.spread import spread
from warehouse import query
from warehouse.durable import left_of
from warehouse.errors import TokenfallError
from warehouse.shards import add_rows, drop_rows, write_rows

if TYPE_CHECKING:
    import duckdb

    from warehouse.store import Writer

HERE = Path(__file__).parent
FIRST_PROBLEMS = 5
BATCH_BYTES, BATCH_SETS = 4_000_000, 16

Row = dict[str, object]
StoredRow = tuple[str, str]
"""The subject of a row, and its content, both as text."""


@dataclass(frozen=True)
class CaptureSet:
    """Captures of one source that are read together: usually one file, for a release of run logs all its files.

    `digest` identifies the content. `is_whole_source` means that a reading of these captures replaces every earlier
    reading of the source, whatever its digest.
    """

    source: str
    digest: str
    captures: tuple[PageCapture, ...]
    is_whole_source: bool = False


@dataclass(frozen=True)
class CaptureReading:
    """The rows that one version of a reader reads from captures, without source and digest.

    `problems` has one line for each thing left out, `refused` is the reason when nothing is read, and `measures` are
    further columns of the reading's own row.
    """

    rows: tuple[Row, ...]
    problems: tuple[str, ...] = ()
    refused: str | None = None
    measures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadingTables:
    """Where a subject stores its readings.

    `readings` has one row per reading: source, the column named by `digest`, reader_version, the column named by
    `row_count`, problems, first_problems, refused. `rows` has the rows that were read, with source and digest.
    `list_readings` selects source, digest and reader_version of all readings. `list_rows` selects two texts for each
    stored row of `$source` and `$digest`: its subject, and its content. `problem_lines`, where there is one, has every
    problem as a row: source, digest, line.
    """

    readings: str
    rows: str
    digest: str
    row_count: str
    list_readings: Path
    list_rows: Path
    problem_lines: str | None = None

    @property
    def all(self) -> tuple[str, ...]:
        """Every table, that of the readings first."""
        return tuple(filter(None, (self.readings, self.rows, self.problem_lines)))


class Reader(Protocol):
    """How one subject reads its captures."""

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The beginnings of the names of its sources."""
        ...

    @property
    def tables(self) -> ReadingTables:
        """Where its readings are stored."""
        ...

    def version(self, source: str) -> str:
        """Return a digest of the code that reads a source."""
        ...

    def sets(self, captures: Sequence[PageCapture]) -> list[CaptureSet]:
        """Group captures (all that count, oldest first) into the sets that are read together."""
        ...

    def read(self, captures: CaptureSet, folder: Path) -> CaptureReading:
        """Return the reading of captures.

        Args:
            captures: What to read.
            folder: Where the captures' WARC files are.

        Raises:
            TokenfallError: The bytes are lost, or are not what the reader expects.
        """
        ...


def digest_of_code(files: Iterable[Path]) -> str:
    """Return a digest of the names and contents of source files, for `Reader.version`."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def find_sets(connection: duckdb.DuckDBPyConnection, reader: Reader) -> list[CaptureSet]:
    """Return every stored set of captures that a reader can read."""
    rows = query.rows(connection, HERE / "list_counted_captures.sql", {"prefixes": list(reader.prefixes)})
    return reader.sets([PageCapture.from_row(row) for row in rows])


def find_unread(connection: duckdb.DuckDBPyConnection, reader: Reader) -> list[CaptureSet]:
    """Return the sets of captures that the current version of a reader has not read."""
    readings = set(query.tuples(connection, reader.tables.list_readings))
    return [
        captures
        for captures in find_sets(connection, reader)
        if (captures.source, captures.digest, reader.version(captures.source)) not in readings
    ]


def read_new(warehouse: Writer, reader: Reader) -> None:
    """Read and store the captures that the current version of a reader has not read; call it in a transaction.

    Readings are written to shards, wherever they are made, and added to the tables here.
    """
    home = warehouse.home
    works = [
        ReadingWork(reader, sets, home.captures, home.shards)
        for sets in batches(find_unread(warehouse.connection, reader))
    ]
    for work, _ in zip(works, spread(write_shard, works), strict=True):
        _add_shard(warehouse, work)
    for work in works:
        work.remove()


def batches(sets: Iterable[CaptureSet]) -> Iterator[tuple[CaptureSet, ...]]:
    """Yield sets of captures in groups that are each worth a message to another process."""
    batch: list[CaptureSet] = []
    size = 0
    for captures in sets:
        batch.append(captures)
        size += sum(capture.bytes for capture in captures.captures)
        if size >= BATCH_BYTES or len(batch) == BATCH_SETS:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


@dataclass(frozen=True)
class ReadingWork:
    """Captures to read into a shard, and where: all that a process needs which does not have the warehouse.

    A shard is a Parquet file for each table that gets rows, `<name>.<table>.parquet`. The name is a digest of the
    captures and the version of their reader, so that the same work done twice writes the same files.
    """

    reader: Reader
    sets: tuple[CaptureSet, ...]
    captures: Path
    shards: Path

    @cached_property
    def name(self) -> str:
        """A digest of the content of the captures and of the code that reads them."""
        parts = [f"{captures.source} {captures.digest} {self._version(captures)}" for captures in self.sets]
        return hashlib.sha256("\n".join([self.reader.tables.rows, *parts]).encode()).hexdigest()[:24]

    def _version(self, captures: CaptureSet) -> str:
        return self.reader.version(captures.source)

    def file(self, table: str) -> Path:
        """Return the file with the rows of one table."""
        return self.shards / "readings" / f"{self.name}.{table}.parquet"

    def remove(self) -> None:
        """Delete the shard."""
        for table in self.reader.tables.all:
            for path in (*left_of(self.file(table)), self.file(table)):
                path.unlink(missing_ok=True)


def write_shard(work: ReadingWork) -> None:
    """Read captures and write their shard, unless it is there; the table of readings, which every shard has, is last.

    Raises:
        TokenfallError: The shard cannot be written.
    """
    tables = work.reader.tables
    if work.file(tables.readings).exists():
        return
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for captures in work.sets:
        reading = read_set(work.reader, captures, work.captures)
        for table, more in reading_rows(work.reader, captures, reading).items():
            rows[table] += more
    try:
        for table in reversed(tables.all):
            if rows[table]:
                write_rows(work.file(table), rows[table])
    except OSError as error:
        raise TokenfallError(f"{work.shards} cannot be written: {error}; free space or permit it") from error


def _add_shard(warehouse: Writer, work: ReadingWork) -> None:
    """Store the readings of a shard in place of earlier readings."""
    tables = work.reader.tables
    readings = work.file(tables.readings)
    for table in tables.all:
        drop_rows(warehouse, table, readings, ("source", tables.digest))
        for captures in work.sets:
            if captures.is_whole_source:
                warehouse.delete_rows(table, {"source": captures.source})
    for table in tables.all:
        if (file := work.file(table)).exists():
            add_rows(warehouse, table, file)


def read_again(warehouse: Writer, reader: Reader, captures: CaptureSet) -> list[Row]:
    """Read captures again with the current reader, store the reading, and return what differs from the stored rows.

    Returns:
        Rows with `change` (added, gone, changed, refused), `offer` (the subject of the row, or the reason of a
        refusal), `before` and `now`.
    """
    before = stored_rows(warehouse.connection, reader, captures)
    reading = read_set(reader, captures, warehouse.home.captures)
    with warehouse.transaction():
        store_reading(warehouse, reader, captures, reading)
    refusal: list[Row] = [{"change": "refused", "offer": reading.refused, "before": None, "now": None}]
    changes = difference(before, stored_rows(warehouse.connection, reader, captures))
    return [*(refusal if reading.refused else []), *changes]


def read_set(reader: Reader, captures: CaptureSet, folder: Path) -> CaptureReading:
    """Return the reading of captures; a reading without rows when their bytes are lost or the reader refuses them.

    A fault of the reader is a refusal too: the page of one source must not stop a run for all others.
    """
    try:
        return reader.read(captures, folder)
    except TokenfallError as refused:
        return CaptureReading((), refused=str(refused))
    except Exception as error:
        return CaptureReading((), refused=f"its reader met a fault of tokenfall ({type(error).__name__}: {error})")


def store_reading(warehouse: Writer, reader: Reader, captures: CaptureSet, reading: CaptureReading) -> None:
    """Store a reading in place of earlier readings; call it in a transaction.

    Args:
        warehouse: The warehouse.
        reader: The reader, which names the tables.
        captures: The captures that were read; if they are the whole source, all its readings are replaced.
        reading: The rows and problems.
    """
    origin: Row = {"source": captures.source, reader.tables.digest: captures.digest}
    replaced = {"source": captures.source} if captures.is_whole_source else origin
    for table, rows in reading_rows(reader, captures, reading).items():
        warehouse.delete_rows(table, replaced)
        warehouse.insert_rows(table, rows)


def reading_rows(reader: Reader, captures: CaptureSet, reading: CaptureReading) -> dict[str, list[Row]]:
    """Return the rows of a reading by table; every table of the reader is a key."""
    tables = reader.tables
    origin: Row = {"source": captures.source, tables.digest: captures.digest}
    outcome: Row = {
        "reader_version": reader.version(captures.source),
        tables.row_count: len(reading.rows),
        "problems": len(reading.problems),
        "first_problems": "\n".join(reading.problems[:FIRST_PROBLEMS]) or None,
        "refused": reading.refused,
        **reading.measures,
    }
    rows: dict[str, list[Row]] = {
        tables.readings: [{**origin, **outcome}],
        tables.rows: [{**origin, **row} for row in reading.rows],
    }
    if tables.problem_lines:
        rows[tables.problem_lines] = [{**origin, "line": line} for line in reading.problems]
    return rows


def stored_rows(connection: duckdb.DuckDBPyConnection, reader: Reader, captures: CaptureSet) -> list[StoredRow]:
    """Return the stored rows of captures in the form that `difference` compares."""
    which = {"source": captures.source, "digest": captures.digest}
    return [(about, statement) for about, statement in query.tuples(connection, reader.tables.list_rows, which)]


def difference(before: Iterable[StoredRow], now: Iterable[StoredRow]) -> Iterator[Row]:
    """Yield the differences between two readings: rows added, gone, or with changed content."""
    counts_before, counts_now = Counter(before), Counter(now)
    gone, added = _by_subject(counts_before - counts_now), _by_subject(counts_now - counts_before)
    for about in sorted({*gone, *added}):
        for old, new in zip_longest(gone[about], added[about]):
            change = "gone" if new is None else "added" if old is None else "changed"
            yield {"change": change, "offer": about, "before": old, "now": new}


def _by_subject(rows: Counter[StoredRow]) -> defaultdict[str, list[str]]:
    statements: defaultdict[str, list[str]] = defaultdict(list)
    for about, statement in sorted(rows.elements()):
        statements[about].append(statement)
    return statements
