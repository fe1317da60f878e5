"""Print rows on a terminal: as a table where it is wide enough, else as records with one field a line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.cells import cell_len
from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from assets.formats import visible
from pipelines.output import Row, plain, print_text

WRAPPED = 24
"""Least width, in characters, of a column whose text may run over several lines."""


def print_for_people(rows: Sequence[Row], columns: Sequence[str], wrap: str | None) -> None:
    """Print rows as a table with all columns or with `columns`, whichever fits, else as records."""
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
        cells = [name, *(line for row in rows for line in visible(plain(row[name])).splitlines())]
        longest = max(map(cell_len, cells))
        needed += min(longest, WRAPPED) if name == wrap else longest
    return bool(names) and needed <= width


def _table(rows: Sequence[Row], names: Sequence[str], wrap: str | None) -> Table:
    table = Table(header_style="bold")
    for name in names:
        number = any(isinstance(row[name], int | float | Decimal) for row in rows)
        table.add_column(name, justify="right" if number else "left", no_wrap=name != wrap, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(plain(row[name]))) for name in names))
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
            record.add_row(Text(name), Text(visible(plain(cell))))
        console.print(record)
