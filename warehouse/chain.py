"""Lines that carry the digest of the line before them, so that a changed, missing or moved line is noticed."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse import durable
from warehouse.errors import TokenfallError

NO_DIGEST = "0" * 64
"""What the first line of the first file carries in place of a digest."""


def digest(data: bytes) -> str:
    """Return the SHA-256 digest of bytes, as `sha256sum` prints it."""
    return hashlib.sha256(data).hexdigest()


def encode(record: Mapping[str, object]) -> bytes:
    """Return a record as one line in canonical form: sorted keys, UTF-8."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def chain(records: Iterable[Mapping[str, object]], previous: str) -> list[bytes]:
    """Return records as lines, each with the digest of the line before; the first carries `previous`."""
    lines: list[bytes] = []
    for record in records:
        lines.append(encode({**record, "previous": digest(lines[-1]) if lines else previous}))
    return lines


@dataclass(frozen=True)
class ChainedFiles:
    """A folder with one file a month, `2026-11.jsonl`, which is only appended to; the lines of all are one chain."""

    folder: Path

    def append(self, records: Iterable[Mapping[str, object]], month: str) -> None:
        """Append records to the file of a month, and return once they are on the disk.

        Args:
            records: What can be written as JSON.
            month: As `2026-11`. After the clock was set back the newest file goes on: the chain has one order.

        Raises:
            TokenfallError: The folder cannot be written.
        """
        path = self.folder / max([f"{month}.jsonl", *(file.name for file in self.files())])
        lines = chain(records, self.last_digest())
        try:
            end = sum(map(len, _whole_lines(path))) if path.exists() else 0
            durable.append(path, b"".join(lines), end, self.folder.parents[1])
        except OSError as error:
            raise TokenfallError(
                f"cannot write {error.filename or path}: {os.strerror(error.errno or errno.EIO)}; free space or permit "
                "it, and run again"
            ) from error

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield every record, in the order of the files.

        Raises:
            TokenfallError: A line is not as it was written, is missing or cannot be read.
        """
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

    def copy_until(self, last: str, folder: Path) -> None:
        """Copy the lines up to the one with a digest to a new folder; all where no line has it."""
        folder.mkdir(parents=True, exist_ok=True)
        for path in self.files():
            lines = _whole_lines(path)
            place = next((number for number, line in enumerate(lines, 1) if digest(line) == last), None)
            (folder / path.name).write_bytes(b"".join(lines[:place]))
            if place:
                return

    def files(self) -> list[Path]:
        """Return the files, the earliest first."""
        return sorted(self.folder.glob("????-??.jsonl"))

    def last_digest(self) -> str:
        """Return the digest of the last line, which fixes all lines."""
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
