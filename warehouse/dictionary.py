"""The data dictionary: what every published table and column means, kept in `dictionary.csv` and put into the database.

A row with an empty column describes a table; a row with table `*` describes a column of that name wherever it stands,
because one quantity has one name everywhere.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
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


def comment_statements(columns: Iterable[tuple[str, str, bool]]) -> list[str]:
    """COMMENT ON statements for (table, column, is a view) triples, for as much as the dictionary describes."""
    statements: dict[str, None] = {}
    for table, column, is_view in columns:
        if about_table := comment_on(table):
            kind = "VIEW" if is_view else "TABLE"
            statements[f'COMMENT ON {kind} "{table}" IS {_quoted(about_table)};'] = None
        if about_column := comment_on(table, column):
            statements[f'COMMENT ON COLUMN "{table}"."{column}" IS {_quoted(about_column)};'] = None
    return list(statements)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
