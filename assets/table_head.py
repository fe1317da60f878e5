"""The first rows of a table as Markdown, which Dagster keeps with every build of it: at most MOST characters."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import duckdb

from warehouse import query

ROWS, COLUMNS, CELL, MOST = 3, 8, 40, 1500
"""Rows, columns, characters of a cell, and characters of the whole head."""
MARKUP = re.compile(r"([\\`*_\[\]|~])")


def describe_head(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Return the first rows and columns of a table as a Markdown table; a row that would make it too long is left out.

    Text of a source that looks like markup stays text.
    """
    names = list(query.table_columns(connection, table))
    lines = [_line(names[:COLUMNS]), _line(["---"] * len(names[:COLUMNS]))]
    for row in query.first_rows(connection, table, ROWS):
        line = _line([_cell(row[name]) for name in names[:COLUMNS]])
        if sum(map(len, lines)) + len(line) > MOST:
            break
        lines.append(line)
    more = len(names) - COLUMNS
    return "\n".join([*lines, *([f"\nand {more} more columns"] if more > 0 else [])])


def as_cell(text: str) -> str:
    """Return a text that Markdown shows as it is, in one line.

    >>> as_cell("a|b <i>")
    'a\\\\|b &lt;i&gt;'
    """
    return MARKUP.sub(r"\\\1", html.escape(" ".join(text.split()), quote=False))


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return as_cell(text if len(text) <= CELL else f"{text[: CELL - 1]}…")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
