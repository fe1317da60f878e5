"""How rows are shown: a table on a terminal, plain text when piped, or JSON or CSV for other programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from rich.console import Console
from rich.table import Table

Row = Mapping[str, object]
FORMATS = ("table", "json", "csv")


def show(rows: Sequence[Row], shape: str, title: str | None = None, columns: Sequence[str] | None = None) -> None:
    """Print rows in one of FORMATS; `columns` narrows a table to what fits, the other formats always give all."""
    if shape == "json":
        print(json.dumps([dict(row) for row in rows], default=_as_json, ensure_ascii=False, indent=1))
    elif shape == "csv":
        _print_csv(rows)
    else:
        _print_table(rows, title, columns)


def print_lines(rows: Sequence[Row]) -> None:
    """Print one JSON object a line; amounts stay decimal text, exactly as they were read."""
    for row in rows:
        cells = {name: _plain(cell) if isinstance(cell, Decimal) else cell for name, cell in row.items()}
        print(json.dumps(cells, default=_as_json, ensure_ascii=False))


def _print_csv(rows: Sequence[Row]) -> None:
    if not rows:
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([["" if cell is None else _plain(cell) for cell in row.values()] for row in rows])


def _print_table(rows: Sequence[Row], title: str | None, columns: Sequence[str] | None) -> None:
    if not rows:
        print("no rows")
        return
    names = list(columns or rows[0])
    if not sys.stdout.isatty():
        # Piped: one line a row, tab-separated, nothing cut; a table drawn for 80 columns would lose text.
        print("\t".join(names))
        for row in rows:
            print("\t".join(_plain(row[name]) for name in names))
        return
    table = Table(title=title, title_justify="left", header_style="bold")
    for name in names:
        number = any(isinstance(row[name], int | float | Decimal) for row in rows)
        table.add_column(name.replace("_", " "), justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_plain(row[name]) for name in names))
    Console().print(table)


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


def _as_json(cell: object) -> object:
    if isinstance(cell, Decimal):
        return float(cell)  # only here, on the way out: JSON has no decimals
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
