"""The register of the columns that users may rely on, with the departures that are announced: `public_columns.csv`.

A column leaves a table no sooner than twelve months after its row has got `announced_on`, `leaves_on` and `instead`.
`tokenfall check` prints each announced departure until then. `python -m warehouse.public_columns VERSION` adds the
columns that are new in a version, and fails where the promise is broken.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from warehouse.migrations import declared_columns

REGISTER = Path(__file__).with_name("public_columns.csv")
NAMES = ("table", "column", "since", "announced_on", "leaves_on", "instead")
Columns = Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class PublicColumn:
    """One column of one table or view for users.

    Attributes:
        table: The table or view.
        column: Its column.
        since: The version that promised it.
        announced_on: The day on which its departure was announced; None where it stays.
        leaves_on: The first day on which a version without it may be released; None where it stays.
        instead: What to use in its place; empty where it stays.
    """

    table: str
    column: str
    since: str
    announced_on: date | None = None
    leaves_on: date | None = None
    instead: str = ""

    @property
    def notice(self) -> str:
        """What a user is told about the departure."""
        return f"{self.column} leaves on {self.leaves_on} (announced on {self.announced_on}): use {self.instead}"


def read_register(file: Path = REGISTER) -> list[PublicColumn]:
    """Return the rows of the register."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            PublicColumn(table, column, since, _day(announced_on), _day(leaves_on), instead)
            for table, column, since, announced_on, leaves_on, instead in list(csv.reader(lines))[1:]
        ]


def departures(register: Sequence[PublicColumn], published: Columns) -> list[PublicColumn]:
    """Return the announced departures of columns that a published file still has."""
    return [row for row in register if row.leaves_on and row.column in published.get(row.table, ())]


def broken_promises(register: Sequence[PublicColumn], declared: Columns, today: date) -> list[str]:
    """Return one line for each column that is missing or is to leave against the promise, or is not registered.

    Args:
        register: The rows of the register.
        declared: The columns of every table and view of the schema.
        today: The day of the release.
    """
    lines = [f"{row.table}.{row.column} {fault}" for row in register if (fault := _fault(row, declared, today))]
    known = {(row.table, row.column) for row in register}
    new = [(table, column) for table, column in _public(declared) if (table, column) not in known]
    return lines + [f"{table}.{column} is not registered" for table, column in new]


def register_new(register: Sequence[PublicColumn], declared: Columns, version: str) -> list[PublicColumn]:
    """Return the register with a row for each column that it lacks."""
    known = {(row.table, row.column) for row in register}
    new = [PublicColumn(*place, since=version) for place in _public(declared) if place not in known]
    return sorted([*register, *new], key=lambda row: row.table)  # stable: the columns of a table stay in their order


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _fault(row: PublicColumn, declared: Columns, today: date) -> str:
    if row.announced_on is None or row.leaves_on is None or not row.instead:
        if row.announced_on or row.leaves_on or row.instead:
            return "has only a part of announced_on, leaves_on and instead"
        return "" if row.column in declared.get(row.table, ()) else "is gone, and its departure was not announced"
    if row.leaves_on < _year_after(row.announced_on):
        return "is to leave sooner than 12 months after the announcement"
    is_early = row.column not in declared.get(row.table, ()) and today < row.leaves_on
    return f"is gone before {row.leaves_on}" if is_early else ""


def _year_after(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 3, 1) if is_leap_day else day.replace(year=day.year + 1)


def _public(declared: Columns) -> list[tuple[str, str]]:
    return [(table, column) for table in declared if not table.startswith("_") for column in declared[table]]


def write_register(register: Sequence[PublicColumn], file: Path = REGISTER) -> None:
    """Write the rows of the register to its file."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(NAMES)
        writer.writerows(["" if value is None else value for value in vars(row).values()] for row in register)


def main() -> None:
    """Add the columns that are new in the version named on the command line; exit 1 with what breaks the promise."""
    declared = declared_columns()
    register = register_new(read_register(), declared, sys.argv[1])
    write_register(register)
    if faults := broken_promises(register, declared, datetime.now(UTC).date()):
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
