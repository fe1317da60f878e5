"""The `Reader` of captured tables of scores.

SQL links the names to models afterwards, and leaves out a snapshot that repeats the one before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assets.capability.score_files.score_source import SCORE
from assets.capability.sources import SCORE_SOURCES
from assets.capture.keep import PageCapture, read_body
from assets.capture.readings import CaptureReading, CaptureSet, ReadingTables, digest_of_code
from warehouse.errors import TokenfallError

if TYPE_CHECKING:
    from assets.capture.readings import Reader

HERE = Path(__file__).parent


class ScoreReader:
    """Reads each content of a table once."""

    prefixes = (SCORE,)
    tables = ReadingTables(
        readings="_score_reading",
        rows="_score_row",
        digest="capture_sha256",
        row_count="rows",
        list_readings=HERE / "list_score_readings.sql",
        list_rows=HERE / "list_score_rows.sql",
    )

    @staticmethod
    @cache
    def version(source: str) -> str:
        """Return a digest of the code that reads scores; it is the same for all sources."""
        return digest_of_code([*HERE.glob("score_files/*"), Path(__file__)])

    @staticmethod
    def sets(captures: Sequence[PageCapture]) -> list[CaptureSet]:
        """Return each content of a source once."""
        contents = {(capture.source, capture.capture_sha256): capture for capture in captures}
        return [CaptureSet(source, digest, (capture,)) for (source, digest), capture in contents.items()]

    @staticmethod
    def read(captures: CaptureSet, folder: Path) -> CaptureReading:
        """Return rows of _score_row, and one line for each thing that was left out."""
        (capture,) = captures.captures
        name = captures.source.removeprefix(SCORE)
        if name not in SCORE_SOURCES:
            raise TokenfallError(f"{captures.source}: no reader of scores is called {name}")
        reading = SCORE_SOURCES[name].read(read_body(capture, folder), name)
        rows = tuple(asdict(score) | {"source_url": capture.url} for score in reading.scores)
        return CaptureReading(rows, tuple(reading.problems))


SCORE_READER: Reader = ScoreReader()
