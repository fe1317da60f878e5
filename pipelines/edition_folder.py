"""The folder of editions: list them, write one privately, and put it in place in one step.

`editions/<name>/` is never changed. `editions/index.html` lists the editions and is replaced with each new one.
"""

from __future__ import annotations

import contextlib
import fcntl
import filecmp
import hashlib
import json
import os
import re
import shutil
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from assets.reports.edition.feed import PastEdition
from warehouse import durable
from warehouse.database_errors import first_line
from warehouse.errors import TokenfallError
from warehouse.home import Home

NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d+))?")
RECORD = "edition.json"
"""The file of an edition that records its date, and the content by which later ones are compared."""
RECORDED = {"as_of", "answer_text", "answer", "data", "chances"}
"""What a record must hold."""
SUMS = "SHA256SUMS"
DRAFT = ".next-"
"""Start of the names of folders that are being written; those of killed processes are deleted."""
LOCK = ".lock"


@dataclass(frozen=True)
class StoredEdition:
    """A folder of an edition and what it recorded of itself."""

    folder: Path
    record: dict[str, Any]

    @property
    def as_of(self) -> date:
        """The date whose knowledge the edition holds."""
        return date.fromisoformat(self.record["as_of"])

    def brief(self) -> PastEdition:
        """Return what feeds and lists show of it."""
        return PastEdition(self.folder.name, self.as_of, self.record["answer_text"])

    def has(self, file: str) -> bool:
        """Return whether the edition has a file."""
        return (self.folder / file).is_file()


def list_editions(folder: Path) -> list[StoredEdition]:
    """Return the editions in the order of their dates and numbers; other folders are left out.

    Raises:
        TokenfallError: The record of an edition cannot be read.
    """
    return [_read(path) for path in edition_folders(folder)]


def edition_folders(folder: Path) -> list[Path]:
    """Return the folders with the name of an edition, in the order of their dates and numbers."""
    folders = [path for path in folder.iterdir() if NAME.fullmatch(path.name)] if folder.is_dir() else []
    return sorted(folders, key=lambda path: place(path.name))


def place(name: str) -> tuple[str, int]:
    """Return what the names of editions are ordered by: the date, and the number where a date has several.

    >>> sorted(["2026-11-25-10", "2026-11-25", "2026-11-25-2"], key=place)
    ['2026-11-25', '2026-11-25-2', '2026-11-25-10']
    """
    match = NAME.fullmatch(name)
    return (match[1], int(match[2] or 1)) if match else (name, 0)


def next_name(as_of: date, names: Iterable[str]) -> str:
    """Return the name of the next edition of a date: the date alone, or with a number from 2.

    Args:
        as_of: The date.
        names: The names that editions have or had.

    >>> next_name(date(2026, 11, 25), ["2026-11-24", "2026-11-25", "2026-11-25-2"])
    '2026-11-25-3'
    """
    numbers = [place(name)[1] for name in names if place(name)[0] == str(as_of)]
    return f"{as_of}-{max(numbers) + 1}" if numbers else str(as_of)


@contextlib.contextmanager
def drafting(home: Home) -> Generator[Path]:
    """Yield an empty folder on the disk of the editions, which is deleted at the end; one process at a time.

    Raises:
        TokenfallError: Another process is writing an edition.
    """
    durable.make_folder(home.editions)
    draft = home.editions / f"{DRAFT}{os.getpid()}"
    with (home.editions / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TokenfallError(f"another process is writing an edition to {home.editions}; wait for it") from error
        for stale in home.editions.glob(f"{DRAFT}*"):
            shutil.rmtree(stale)
        draft.mkdir()
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def freeze(draft: Path, target: Path, previous: Path | None) -> None:
    """Add the digests of all files to a finished draft, and give it its name in one step.

    A file that is the same in the previous edition becomes a second name of it (a hard link) and takes no space.
    """
    files = write_sums(draft)
    if previous:
        for path in files:
            _share(path, previous / path.relative_to(draft))
    for folder in (draft, *(path for path in draft.rglob("*") if path.is_dir())):
        durable.sync(folder)
    os.rename(draft, target)
    durable.sync(target.parent)


def write_sums(folder: Path) -> list[Path]:
    """Write `SHA256SUMS` with the digest of every file in a folder, and return these files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = [f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    durable.write(folder / SUMS, "".join(sums).encode())
    return files


@contextlib.contextmanager
def readable_errors(folder: Path) -> Generator[None]:
    """Turn an error of the file system or of DuckDB into a TokenfallError of one line."""
    try:
        yield
    except OSError as error:
        raise TokenfallError(
            f"cannot write {error.filename or folder}: {error.strerror}; make room or give access"
        ) from error
    except duckdb.Error as error:
        raise TokenfallError(f"cannot write {folder}: {first_line(error)}; make room or give access") from error


def _read(folder: Path) -> StoredEdition:
    file = folder / RECORD
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        if missing := RECORDED - set(record):
            raise ValueError(f"no {', '.join(sorted(missing))}")
        return StoredEdition(folder, record)
    except (OSError, ValueError, TypeError) as error:
        raise TokenfallError(
            f"{file} cannot be read, so {folder.name} is no whole edition: restore or move the folder"
        ) from error


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, once it is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


def _share(path: Path, earlier: Path) -> None:
    if not (earlier.is_file() and filecmp.cmp(path, earlier, shallow=False)):
        return
    link = path.with_name(f"{DRAFT}{path.name}")
    with contextlib.suppress(OSError):  # a file system without hard links
        os.link(earlier, link)
        os.replace(link, path)
