"""The data dictionary: what every published table and column means, kept in `dictionary.csv` and put into the database.

A row with an empty column describes a table; a row with table `*` describes a column of that name wherever it stands,
because one quantity has one name everywhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

DICTIONARY = Path(__file__).parent / "dictionary.csv"


@cache
def read_dictionary() -> dict[tuple[str, str], str]:
    """(table, column) -> comment; the column is empty for a table's own comment."""
    with DICTIONARY.open(encoding="utf-8", newline="") as lines:
        return {(row["table"], row["column"]): row["comment"] for row in csv.DictReader(lines)}


def comment_on(table: str, column: str = "") -> str | None:
    """The comment of a table, or of one of its columns; None where the dictionary has none."""
    entries = read_dictionary()
    return entries.get((table, column)) or (entries.get(("*", column)) if column else None)


def comment_statements(places: Iterable[tuple[str, str, str, str | None]]) -> Iterator[str]:
    """COMMENT ON statements for (kind, table, column or empty, comment) rows whose comment is not the dictionary's."""
    for kind, table, column, said in places:
        about = comment_on(table, column)
        if about and about != said:
            name = f'"{table}"."{column}"' if column else f'"{table}"'
            yield f"COMMENT ON {kind} {name} IS {_quoted(about)};"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
