"""Print rows: for people on a terminal, as plain text to a pipe, or as JSON or CSV for other programs.

What a terminal needs is in `terminal.py`, which is imported only for a terminal.
"""

from __future__ import annotations

import csv
import json
import math
import sys
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from assets.formats import CONTROLS, visible

Row = Mapping[str, object]
FORMATS = ("table", "json", "csv")
PAGE = 100
"""Characters in a line of a long text where there is room."""
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\r": "\\r", "\n": "\\n"})
"""Characters that a cell of plain text cannot hold, and how they are written, as PostgreSQL's text format does; other
control characters are written as `visible` does."""


def show(
    rows: Sequence[Row],
    shape: str,
    *,
    names: Sequence[str] = (),
    columns: Sequence[str] = (),
    wrap: str | None = None,
) -> None:
    """Print rows in one of FORMATS; a pipe, JSON and CSV always get every column.

    Args:
        rows: Mappings with the same keys.
        shape: One of FORMATS. A table becomes records, one field a line, where it is wider than the terminal.
        names: The columns, which an empty CSV has as well; needed only where there may be no rows.
        columns: The columns that a terminal shows when it cannot hold all of them.
        wrap: The column whose text may run over several lines of a table.
    """
    if shape == "json":
        print(as_json([dict(row) for row in rows], indent=1))
    elif shape == "csv":
        _print_csv(rows, names)
    elif not rows:
        print("no rows")
    elif not sys.stdout.isatty():
        _print_plain(rows)
    else:
        from pipelines.terminal import print_for_people

        print_for_people(rows, columns, wrap)


def as_json(value: object, indent: int | None = None) -> str:
    """Return JSON text without Infinity and NaN, which JSON does not have: they become null."""
    text = json.dumps(_finite(value), default=_as_json, ensure_ascii=False, allow_nan=False, indent=indent)
    # Those that JSON allows in a text would still steer a terminal; line feeds here are between values.
    return CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def print_text(text: str) -> None:
    """Print a paragraph, broken between words where a terminal is narrower."""
    text = visible(text)
    print(textwrap.fill(text, _terminal_width(), break_on_hyphens=False) if sys.stdout.isatty() else text)


def page_width() -> int:
    """Return the characters in a line of a long text: a page's, or fewer where the terminal is narrower."""
    return min(PAGE, _terminal_width()) if sys.stdout.isatty() else PAGE


def print_lines(rows: Sequence[Row]) -> None:
    """Print one JSON object a line; amounts stay decimal text, exactly as they were read."""
    for row in rows:
        print(as_json({name: plain(cell) if isinstance(cell, Decimal) else cell for name, cell in row.items()}))


def _terminal_width() -> int:
    from rich.console import Console

    return Console().width


def _print_csv(rows: Sequence[Row], names: Sequence[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if header := list(rows[0]) if rows else names:
        writer.writerow(header)
    written = visible if sys.stdout.isatty() else str  # a program gets the text as it is
    writer.writerows([written(plain(cell)) for cell in row.values()] for row in rows)


def _print_plain(rows: Sequence[Row]) -> None:
    """Print one tab-separated line a row, without cutting text as a table of 80 columns would.

    A tab inside a cell is written as \\t, a line break as \\n or \\r, a backslash as two, and any other control
    character by its code: lines are rows, tabs are columns, and every text can be read back.
    """
    print("\t".join(rows[0]))
    for row in rows:
        print("\t".join(visible(plain(cell).translate(ESCAPES)) for cell in row.values()))


def plain(cell: object) -> str:
    """Return a cell as text with every decimal of an amount, and six digits of a float; empty for None."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        text = format(cell, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(cell, float):
        return f"{cell:.6g}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return str(cell)


def _finite(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _finite(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _as_json(cell: object) -> object:
    if isinstance(cell, Decimal):
        return float(cell)  # only for output: JSON has no decimals
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
