"""The ledger of captures: every attempt that was stored, one line each, in files that are only appended to.

A database file cannot show that its newest rows are missing: DuckDB opens one whose write-ahead log was cut short
without a word. A line of the ledger is on the disk before a capture is reported, and carries the digest of the line
before it. So a missing row is noticed, and stored again: both tables of captures follow from the ledger.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assets.capture.attempts import CaptureAttempt
from assets.capture.keep import PageCapture
from warehouse import durable
from warehouse.chain import NO_DIGEST, chain, digest
from warehouse.errors import TokenfallError

TIMES = ("attempted_at", "captured_at", "fetched_at")


@dataclass(frozen=True)
class CaptureLedger:
    """A folder with one file a month, named by the month in which the attempts were made: `2026-11.jsonl`."""

    folder: Path

    def acknowledge(self, attempts: Sequence[CaptureAttempt]) -> None:
        """Append attempts whose rows are committed, and return once they are on the disk.

        Raises:
            TokenfallError: The folder cannot be written; the rows stay, and the next run appends them.
        """
        if not attempts:
            return
        month = f"{attempts[-1].attempted_at:%Y-%m}.jsonl"
        # After the clock was set back the newest file goes on: the chain has one order.
        path = self.folder / max([month, *(file.name for file in self.files())])
        lines = chain([_jsonable(asdict(attempt)) for attempt in attempts], self._last_digest())
        try:
            durable.append(
                path, b"".join(lines), sum(map(len, _whole_lines(path))) if path.exists() else 0, self.folder.parents[1]
            )
        except OSError as error:
            raise TokenfallError(
                f"cannot write {error.filename or path}: {os.strerror(error.errno or errno.EIO)}; free space or permit "
                "it, and run again"
            ) from error

    def attempts(self) -> list[CaptureAttempt]:
        """Return every acknowledged attempt, in the order of the files.

        Raises:
            TokenfallError: A line is not as it was written, is missing or cannot be read.
        """
        return [_attempt(record) for record in self._records()]

    def files(self) -> list[Path]:
        """Return the files, the earliest first."""
        return sorted(self.folder.glob("????-??.jsonl"))

    def _records(self) -> Iterator[dict[str, Any]]:
        previous = NO_DIGEST
        for path in self.files():
            for number, line in enumerate(_whole_lines(path), 1):
                record = _read(line)
                if record is None or record.pop("previous", None) != previous:
                    raise TokenfallError(
                        f"{path} line {number} is not as it was written, or the line before it is missing: restore "
                        "the file from a backup"
                    )
                previous = digest(line)
                yield record

    def _last_digest(self) -> str:
        return next((digest(lines[-1]) for file in reversed(self.files()) if (lines := _whole_lines(file))), NO_DIGEST)


def _whole_lines(path: Path) -> list[bytes]:
    """Return the lines of a file that end; the last line does not where a crash cut it off."""
    try:
        return [line for line in path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
    except OSError as error:
        raise TokenfallError(f"{path} cannot be read: {error.strerror}; restore or permit it") from error


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _jsonable(record: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _jsonable(value) if isinstance(value, dict) else value.isoformat() if name in TIMES else value
        for name, value in record.items()
    }


def _attempt(record: dict[str, Any]) -> CaptureAttempt:
    row = record.pop("row")
    attempt: dict[str, Any] = _timed(record)
    return CaptureAttempt(**attempt, row=PageCapture(**_timed(row)) if row else None)


def _timed(record: dict[str, Any]) -> dict[str, Any]:
    return {name: datetime.fromisoformat(value) if name in TIMES else value for name, value in record.items()}
