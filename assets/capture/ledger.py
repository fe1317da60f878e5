"""The ledger of captures: every attempt that was stored, one line each, in files that are only appended to.

A database file cannot show that its newest rows are missing: DuckDB opens one whose write-ahead log was cut short
without a word. A line of the ledger is on the disk before a capture is reported, and carries the digest of the line
before it. So a missing row is noticed, and stored again: both tables of captures follow from the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assets.capture.attempts import CaptureAttempt
from assets.capture.keep import PageCapture
from warehouse.chain import ChainedFiles

TIMES = ("attempted_at", "captured_at", "fetched_at")


@dataclass(frozen=True)
class CaptureLedger:
    """The ledger in a folder."""

    folder: Path

    @property
    def chain(self) -> ChainedFiles:
        """The files, one a month, named by the month in which the attempts were made."""
        return ChainedFiles(self.folder)

    def acknowledge(self, attempts: Sequence[CaptureAttempt]) -> None:
        """Append attempts whose rows are committed, and return once they are on the disk.

        Raises:
            TokenfallError: The folder cannot be written; the rows stay, and the next run appends them.
        """
        if attempts:
            self.chain.append([attempt_record(attempt) for attempt in attempts], f"{attempts[-1].attempted_at:%Y-%m}")

    def attempts(self) -> list[CaptureAttempt]:
        """Return every acknowledged attempt, in the order of the files.

        Raises:
            TokenfallError: A line is not as it was written, is missing or cannot be read.
        """
        return [read_attempt(record) for record in self.chain.records()]


def attempt_record(attempt: CaptureAttempt) -> dict[str, Any]:
    """Return an attempt as a JSON object; times are ISO 8601 texts."""
    return _jsonable(asdict(attempt))


def _jsonable(record: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _jsonable(value) if isinstance(value, dict) else value.isoformat() if name in TIMES else value
        for name, value in record.items()
    }


def read_attempt(record: dict[str, Any]) -> CaptureAttempt:
    """Return the attempt of a JSON object."""
    row = record.pop("row")
    attempt: dict[str, Any] = _timed(record)
    return CaptureAttempt(**attempt, row=PageCapture(**_timed(row)) if row else None)


def _timed(record: dict[str, Any]) -> dict[str, Any]:
    return {name: datetime.fromisoformat(value) if name in TIMES else value for name, value in record.items()}
