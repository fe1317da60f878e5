"""Print rows: as a table or records on a terminal, as plain text to a pipe, or as JSON or CSV for other programs."""

from __future__ import annotations

import csv
import json
import math
import sys
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from rich.cells import cell_len
from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

Row = Mapping[str, object]
FORMATS = ("table", "json", "csv")
PAGE = 100
"""Characters in a line of a long text where there is room."""
SPACES = str.maketrans(dict.fromkeys("\t\r\n", " "))
"""Characters that a cell of plain text cannot hold, and their replacement."""
WRAPPED = 24
"""Least width, in characters, of a column whose text may run over several lines."""


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
        _print_for_people(rows, columns, wrap)


def as_json(value: object, indent: int | None = None) -> str:
    """Return JSON text without Infinity and NaN, which JSON does not have: they become null."""
    return json.dumps(_finite(value), default=_as_json, ensure_ascii=False, allow_nan=False, indent=indent)


def print_text(text: str) -> None:
    """Print a paragraph, broken between words where a terminal is narrower."""
    print(textwrap.fill(text, Console().width, break_on_hyphens=False) if sys.stdout.isatty() else text)


def page_width() -> int:
    """Return the characters in a line of a long text: a page's, or fewer where the terminal is narrower."""
    return min(PAGE, Console().width) if sys.stdout.isatty() else PAGE


def print_lines(rows: Sequence[Row]) -> None:
    """Print one JSON object a line; amounts stay decimal text, exactly as they were read."""
    for row in rows:
        print(as_json({name: _plain(cell) if isinstance(cell, Decimal) else cell for name, cell in row.items()}))


def _print_csv(rows: Sequence[Row], names: Sequence[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if header := list(rows[0]) if rows else names:
        writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row.values()] for row in rows)


def _print_plain(rows: Sequence[Row]) -> None:
    """Print one tab-separated line a row, without cutting text as a table of 80 columns would.

    Tabs and line breaks inside a cell become spaces, so that lines are rows and tabs are columns.
    """
    print("\t".join(rows[0]))
    for row in rows:
        print("\t".join(_plain(cell).translate(SPACES) for cell in row.values()))


def _print_for_people(rows: Sequence[Row], columns: Sequence[str], wrap: str | None) -> None:
    console = Console()
    names = list(rows[0])
    fitting = next((chosen for chosen in (names, columns) if _fits(rows, chosen, wrap, console.width)), None)
    if not fitting:
        _print_records(rows, console)
        return
    console.print(_table(rows, fitting, wrap))
    if hidden := [name for name in names if name not in fitting]:
        print_text(f"not shown: {', '.join(hidden)} (a wider terminal and --format csv show them)")


def _fits(rows: Sequence[Row], names: Sequence[str], wrap: str | None, width: int) -> bool:
    needed = 3 * len(names) + 1
    for name in names:
        cells = [name, *(line for row in rows for line in _plain(row[name]).splitlines())]
        longest = max(map(cell_len, cells))
        needed += min(longest, WRAPPED) if name == wrap else longest
    return bool(names) and needed <= width


def _table(rows: Sequence[Row], names: Sequence[str], wrap: str | None) -> Table:
    table = Table(header_style="bold")
    for name in names:
        number = any(isinstance(row[name], int | float | Decimal) for row in rows)
        table.add_column(name, justify="right" if number else "left", no_wrap=name != wrap, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_plain(row[name])) for name in names))
    return table


def _print_records(rows: Sequence[Row], console: Console) -> None:
    """One field a line, as psql's expanded mode does."""
    for number, row in enumerate(rows, 1):
        if len(rows) > 1:
            console.print(Rule(f"{number} of {len(rows)}", align="left", style="dim", characters="─"))
        record = Table.grid(padding=(0, 2))
        record.add_column(style="bold", no_wrap=True)
        record.add_column(overflow="fold")
        for name, cell in row.items():
            record.add_row(Text(name), Text(_plain(cell)))
        console.print(record)


def _plain(cell: object) -> str:
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
