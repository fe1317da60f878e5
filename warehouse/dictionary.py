"""The data dictionary: write the descriptions of tables and columns in `dictionary.csv` into the database as comments.

A row with an empty column describes a table. A row with table `*` describes every column of that name, because one
quantity has one name everywhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

DICTIONARY = Path(__file__).parent / "dictionary.csv"


@cache
def read_dictionary() -> dict[tuple[str, str], str]:
    """Return the comment of each (table, column); the column is empty for a table's own comment."""
    with DICTIONARY.open(encoding="utf-8", newline="") as lines:
        return {(row["table"], row["column"]): row["comment"] for row in csv.DictReader(lines)}


def comment_on(table: str, column: str = "") -> str | None:
    """Return the comment of a table, or of one of its columns; None where the dictionary has none."""
    entries = read_dictionary()
    return entries.get((table, column)) or (entries.get(("*", column)) if column else None)


def comment_statements(places: Iterable[tuple[str, str, str, str, str | None]]) -> Iterator[str]:
    """Yield COMMENT ON statements for the comments in the database that differ from the dictionary.

    Args:
        places: Rows of (kind, schema, table, column or empty, comment in the database).
    """
    for kind, schema, table, column, current in places:
        comment = comment_on(table, column)
        if comment and comment != current:
            name = ".".join(f'"{part}"' for part in (schema, table, column) if part)
            yield f"COMMENT ON {kind} {name} IS {_quoted(comment)};"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
