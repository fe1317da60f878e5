"""What the compiler knows of one package: its name, the data file in it, and the function that reads the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from assets.prices.compile.shown_price import ShownPrice


class Package(NamedTuple):
    """A distribution and its data file; `read` takes the file's path and the name and version to cite."""

    name: str
    file: str
    read: Callable[[Path, str], Iterator[ShownPrice]]
