"""The declaration of a source by a module of this folder: addresses of its releases, and the reader of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assets.capture.collect import LiveSource

RELEASE = "release/"
"""Names of the captures of this subject: `release/<kind>` or `release/<kind>/<name>`."""
RAW = "https://raw.githubusercontent.com"

ReadRelease = Callable[[Path, date | None], tuple[Sequence[object], list[str]]]
"""Reads a stored file, or a folder of run logs, that was captured on a day.

Returns rows, and one line for each thing that was left out. Raises TokenfallError when there is nothing to read.
"""


@dataclass(frozen=True)
class ReleaseSource:
    """A benchmark, or a group of price lists, whose published files are captured and read.

    Attributes:
        kind: Name of the source on the command line and in the names of its captures.
        files: The published files, with licence, whether a real one was seen, and when each is captured.
        columns: Attributes of a row that `tokenfall parse` shows, in this order.
        read: Reader of a stored file.
        listings: Captures whose file is the listing of a repository; the files of a listing are captured one by one.
        derived: Attributes of a row that are stored beside its fields and columns.
    """

    kind: str
    files: tuple[LiveSource, ...]
    columns: tuple[str, ...]
    read: ReadRelease
    listings: frozenset[str] = frozenset()
    derived: tuple[str, ...] = ()
