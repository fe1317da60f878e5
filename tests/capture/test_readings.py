"""Captures as rows: what is unread, what a reading replaces, what a new version of a reader changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest

from assets.capture.keep import PageCapture
from assets.capture.readings import (
    CaptureReading,
    CaptureSet,
    ReadingTables,
    Row,
    difference,
    find_sets,
    find_unread,
    read_set,
    store_reading,
    stored_rows,
)
from tests.conftest import fill, read
from warehouse.errors import TokenfallError
from warehouse.store import Writer

LIST_READINGS = "SELECT source, digest, reader_version FROM _release_reading"
LIST_ROWS = """SELECT split_part("row", ' ', 1), "row" FROM _release_row WHERE source = $source AND digest = $digest"""


@dataclass
class WordReader:
    """Gives one row per word of `words`; a release of logs (`many/`) is read as a whole."""

    tables: ReadingTables
    words: str = "a b"
    current: str = "v1"
    prefixes: ClassVar[tuple[str, ...]] = ("release/", "many/")
    problems: list[str] = field(default_factory=list)

    def version(self, source: str) -> str:
        return self.current

    def sets(self, captures: Sequence[PageCapture]) -> list[CaptureSet]:
        return [
            CaptureSet(capture.source, capture.capture_sha256, (capture,), capture.source.startswith("many/"))
            for capture in captures
        ]

    def read(self, captures: CaptureSet, folder: Path) -> CaptureReading:
        if not self.words:
            raise TokenfallError("empty")
        if self.words == "fault":
            raise IndexError("list index out of range")
        origin = {"capture_sha256": captures.digest, "source_url": "https://example.org"}
        rows: tuple[Row, ...] = tuple({**origin, "row": word} for word in self.words.split(","))
        return CaptureReading(rows, tuple(self.problems))


@pytest.fixture
def reader(tmp_path: Path) -> WordReader:
    readings, rows = tmp_path / "list_readings.sql", tmp_path / "list_rows.sql"
    readings.write_text(LIST_READINGS)
    rows.write_text(LIST_ROWS)
    return WordReader(ReadingTables("_release_reading", "_release_row", "digest", "rows", readings, rows))


def store(writer: Writer, reader: WordReader, captures: CaptureSet) -> None:
    store_reading(writer, reader, captures, read_set(reader, captures, Path()))


def capture(writer: Writer, source: str, digest: str, captured_at: str = "2026-12-01", *, counts: bool = True) -> None:
    fill(
        writer,
        "raw_page_capture",
        {"source": source, "capture_sha256": digest, "captured_at": captured_at, "counts": counts},
    )


def test_captures_that_count_are_unread_until_their_reader_changes(writer: Writer, reader: WordReader) -> None:
    capture(writer, "release/x", "2", "2026-12-02")
    capture(writer, "release/x", "1", "2026-12-01")
    capture(writer, "release/x", "3", "2026-12-03", counts=False)
    capture(writer, "page/x", "4")
    sets = find_sets(writer.connection, reader)
    assert [captures.digest for captures in sets] == ["1", "2"]
    store(writer, reader, sets[0])
    assert [captures.digest for captures in find_unread(writer.connection, reader)] == ["2"]
    reader.current = "v2"
    assert [captures.digest for captures in find_unread(writer.connection, reader)] == ["1", "2"]


def test_a_reading_replaces_that_of_the_same_content_or_of_the_whole_source(writer: Writer, reader: WordReader) -> None:
    one_file, other_file = CaptureSet("release/x", "1", ()), CaptureSet("release/x", "2", ())
    logs, more_logs = CaptureSet("many/x", "1", (), True), CaptureSet("many/x", "2", (), True)
    for captures in (one_file, other_file, logs, more_logs):
        store(writer, reader, captures)
    reader.words = "c"
    store(writer, reader, one_file)
    assert read(writer, 'SELECT source, digest, "row" FROM _release_row ORDER BY ALL') == [
        ("many/x", "2", "a b"),
        ("release/x", "1", "c"),
        ("release/x", "2", "a b"),
    ]
    assert read(writer, "SELECT source, digest FROM _release_reading ORDER BY ALL") == [
        ("many/x", "2"),
        ("release/x", "1"),
        ("release/x", "2"),
    ]


def test_a_refusal_is_stored_and_leaves_no_rows(writer: Writer, reader: WordReader) -> None:
    captures = CaptureSet("release/x", "1", ())
    reader.problems = [f"problem {n}" for n in range(7)]
    store(writer, reader, captures)
    outcome = 'SELECT reader_version, "rows", problems, first_problems, refused FROM _release_reading'
    assert read(writer, outcome) == [("v1", 1, 7, "\n".join(reader.problems[:5]), None)]
    reader.words = ""
    store(writer, reader, captures)
    assert read(writer, outcome) == [("v1", 0, 0, None, "empty")]
    assert stored_rows(writer.connection, reader, captures) == []


def test_a_difference_pairs_statements_about_the_same() -> None:
    before = [("a", "1"), ("b", "1"), ("c", "1"), ("d", "1"), ("d", "1")]
    now = [("a", "1"), ("b", "2"), ("d", "1"), ("e", "1")]
    assert [tuple(row.values()) for row in difference(before, now)] == [
        ("changed", "b", "1", "2"),
        ("gone", "c", "1", None),
        ("gone", "d", "1", None),
        ("added", "e", None, "1"),
    ]
    assert list(difference(before, reversed(before))) == []


def test_a_fault_of_a_reader_is_a_refusal_of_that_source_alone(writer: Writer, reader: WordReader) -> None:
    reader.words = "fault"
    store(writer, reader, CaptureSet("release/x", "1", ()))
    assert read(writer, "SELECT source, refused FROM _release_reading") == [
        ("release/x", "its reader met a fault of tokenfall (IndexError: list index out of range)")
    ]
