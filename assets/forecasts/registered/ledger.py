"""The files of the ledger, one a day: find them, read them, and add one; a file that exists is never written again."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assets.forecasts.registered.canonical import Record
from warehouse import durable
from warehouse.bundle import LEDGER
from warehouse.chain import NO_DIGEST, chain, digest
from warehouse.errors import TokenfallError
from warehouse.home import Home

FILE_NAME = re.compile(r"\d{4}-\d{2}-\d{2}\.jsonl")


@dataclass(frozen=True)
class RegisteredSet:
    """The forecasts of one day: the file `<day>.jsonl`."""

    path: Path

    @property
    def day(self) -> date:
        """The day on which the set was registered."""
        return date.fromisoformat(self.path.stem)

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise TokenfallError(f"{self.path} cannot be read: {error.strerror}") from error

    @property
    def lines(self) -> list[bytes]:
        """The lines of the file, each with the end that it has."""
        return self.data.splitlines(keepends=True)

    @property
    def records(self) -> list[Record]:
        """The records of the file, in order.

        Raises:
            TokenfallError: A line cannot be read.
        """
        try:
            return [json.loads(line) for line in self.lines]
        except ValueError as error:
            raise TokenfallError(f"{self.path} cannot be read: see `tokenfall forecasts verify`") from error


@dataclass(frozen=True)
class Ledger:
    """A folder with one file for each day on which forecasts were registered."""

    folder: Path

    @classmethod
    def of(cls, home: Home) -> Ledger:
        """Return the ledger of a home, or the bundled one where the home has none yet."""
        own = cls(home.ledger)
        return own if own.sets() else cls(LEDGER)

    def sets(self) -> list[RegisteredSet]:
        """Return every set, the earliest first; files with other names are left out."""
        paths = sorted(self.folder.glob("*.jsonl")) if self.folder.is_dir() else []
        return [RegisteredSet(path) for path in paths if is_day(path.name)]

    def before(self, day: date) -> list[RegisteredSet]:
        """Return the sets that were registered before a day, the earliest first."""
        return [registered for registered in self.sets() if registered.day < day]

    def set_of(self, day: date) -> RegisteredSet | None:
        """Return the set that was registered on a day, or None."""
        path = self.folder / f"{day}.jsonl"
        return RegisteredSet(path) if path.exists() else None

    def start(self) -> None:
        """Copy the bundled sets into a ledger that holds none.

        Raises:
            TokenfallError: The folder cannot be written.
        """
        if not self.sets():
            for registered in Ledger(LEDGER).sets():
                _write_new(self.folder / registered.path.name, registered.data)

    def content(self, day: date, records: Iterable[Mapping[str, object]]) -> bytes:
        """Return the bytes of the file in which these records are registered on a day."""
        earlier = self.before(day)
        return b"".join(chain(records, digest(earlier[-1].data) if earlier else NO_DIGEST))

    def add(self, day: date, content: bytes) -> bool:
        """Write the file of a day; whoever writes it first wins.

        Returns:
            Whether it was written: not where the same content is registered already.

        Raises:
            TokenfallError: Other content is registered for the day, a later day is registered, or the folder cannot be
                written.
        """
        path = self.folder / f"{day}.jsonl"
        if self.sets() and self.sets()[-1].day > day:
            raise TokenfallError(
                f"the forecasts of {self.sets()[-1].day} are registered already, which is after {day}: check the clock"
            )
        if _write_new(path, content):
            return True
        if path.read_bytes() != content:
            raise TokenfallError(
                f"other forecasts of {day} are registered already, and the first registration of a day stands: {path}"
            )
        return False


def is_day(name: str) -> bool:
    """Return whether a file name is a day and `.jsonl`."""
    try:
        return bool(FILE_NAME.fullmatch(name) and date.fromisoformat(name[:10]))
    except ValueError:
        return False


def _write_new(path: Path, content: bytes) -> bool:
    """Write a file in one step unless there is one of that name; return whether it was written."""
    draft = durable.draft_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_through(draft, content)
        is_new = _link(draft, path)
        durable.sync_names(path, path.parents[2])
    except OSError as error:
        reason = f"{os.strerror(error.errno or errno.EIO)}; make room or give access"
        raise TokenfallError(
            f"cannot register forecasts in {path}: {reason}, and run `tokenfall forecasts register`"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()
    return is_new


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _link(draft: Path, path: Path) -> bool:
    """Give a file its name unless another has it; a rename would replace what another process has just written."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    return True
