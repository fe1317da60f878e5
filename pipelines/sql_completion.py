"""What the Tab key completes in the shell: tables, columns, keywords and dot commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import query

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
NAMES_A_TABLE = re.compile(r"\b(?:from|join|describe|summarize)\s+\w*\Z", re.IGNORECASE)
"""A text whose last word is the name of a table."""


@dataclass(frozen=True)
class Catalog:
    """Names that a statement may use: the columns of each table and view for users, and SQL's keywords."""

    columns: Mapping[str, Sequence[str]]
    keywords: Sequence[str]

    def complete_sql(self, text: str, word: str) -> list[str]:
        """Return what the last word of a statement may become.

        After FROM or JOIN these are tables; elsewhere also keywords, and the columns of the tables that the statement
        names already, or of all tables where it names none. After `alias.` they are columns.

        Args:
            text: The statement up to and with the word.
            word: The last word, maybe empty.
        """
        owner, dot, start = word.rpartition(".")
        if dot:
            columns = self.columns.get(owner) or self._columns_named(text)
            return [f"{owner}.{name}" for name in _starting(start, columns)]
        if NAMES_A_TABLE.search(text):
            return _starting(word, self.columns)
        keywords = self.keywords if word[:1].isupper() else [keyword.lower() for keyword in self.keywords]
        return _starting(word, [*self._columns_named(text), *self.columns, *keywords])

    def complete_command(self, line: str, word: str, commands: Iterable[str]) -> list[str]:
        """Return what the last word of a line with a dot command may become: the command, or its table."""
        return _starting(word, self.columns if " " in line else commands)

    def _columns_named(self, text: str) -> list[str]:
        words = set(re.findall(r"\w+", text))
        tables = [table for table in self.columns if table in words] or list(self.columns)
        return [name for table in tables for name in self.columns[table]]


def read_catalog(connection: duckdb.DuckDBPyConnection) -> Catalog:
    """Return the catalog of the published file."""
    columns: dict[str, list[str]] = {
        table["name"]: [] for table in query.rows(connection, HERE / "list_user_tables.sql")
    }
    for table, column, *_ in query.tuples(connection, HERE / "list_columns.sql"):
        if table in columns:
            columns[table].append(column)
    return Catalog(columns, [keyword for (keyword,) in query.tuples(connection, HERE / "list_keywords.sql")])


def _starting(start: str, names: Iterable[str]) -> list[str]:
    """Return the names that start so, each once, in order."""
    return sorted({name for name in names if name.startswith(start)})
