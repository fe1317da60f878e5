"""Find the line of a bundled facts file that a row of a table was read from."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from warehouse.bundle import Bundle

FACTS = "facts/"
"""Start of the name of a source that is a facts file."""


@dataclass(frozen=True)
class FactLine:
    """One row of a facts file.

    Attributes:
        file: The file, below the root of the repository.
        line: The line on which the row ends; the header is line 1.
        cells: The row as written: header -> cell.
        sha256: Digest of the file.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    sha256: str


def find_fact_line(source: str, sha256: str, wanted: Mapping[str, object]) -> FactLine | None:
    """Return the first line of a facts file whose cells have the wanted values.

    Args:
        source: The source of a row, such as `facts/price_changes`.
        sha256: Digest of the file that the row was read from.
        wanted: Values by header; headers that the file does not have are ignored, and None is a blank cell.

    Returns:
        The line, or None where the source is no facts file, the file has changed since, or no line has the values.
    """
    if not source.startswith(FACTS):
        return None
    bundle, name = Bundle(), source.removeprefix(FACTS)
    if not bundle.path_of(name).exists() or bundle.sha256(name) != sha256:
        return None
    for line, cells in _read_lines(name):
        if all(_is_same(cells[header], value) for header, value in wanted.items() if header in cells):
            return FactLine(f"warehouse/facts/{bundle.path_of(name).name}", line, cells, sha256)
    return None


@cache
def _read_lines(name: str) -> list[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(Bundle().bytes_of(name).decode("utf-8-sig"), newline=""))
    return [(reader.line_num, row) for row in reader]


def _is_same(cell: str, value: object) -> bool:
    if value is None:
        return cell == ""
    if isinstance(value, Decimal | float | int) and not isinstance(value, bool):
        try:
            return Decimal(cell) == Decimal(str(value))
        except InvalidOperation:
            return False
    return cell == (str(value).lower() if isinstance(value, bool) else str(value))
