"""Keeps docs/data-dictionary.md equal to the database's comments: `python -m pipelines.data_dictionary` rewrites it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from warehouse.home import Home
from warehouse.store import open_writer

PAGE = Path(__file__).parents[1] / "docs" / "data-dictionary.md"
TITLE = """# Data dictionary

Every table and view of the published file that is for users, and its columns, from the comments in the database
(`duckdb_columns()` shows them too). Written by `python -m pipelines.data_dictionary`; a test keeps it equal.

"""


def data_dictionary() -> str:
    """Return the page in Markdown: each table and view for users, and its columns with type and comment."""
    with tempfile.TemporaryDirectory() as folder, open_writer(Home(Path(folder))) as warehouse:
        tables = warehouse.connection.execute(
            """SELECT name, comment
               FROM (SELECT table_name AS name, comment FROM duckdb_tables()
                     UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal)
               WHERE name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name"""
        ).fetchall()
        columns = warehouse.connection.execute(
            """SELECT table_name, column_name, data_type, comment
               FROM duckdb_columns() WHERE NOT internal ORDER BY column_index"""
        ).fetchall()
    return TITLE + "\n".join(
        _describe(table, comment, [column[1:] for column in columns if column[0] == table]) for table, comment in tables
    )


def _describe(table: str, comment: str, columns: list[tuple[str, str, str]]) -> str:
    lines = [f"- `{name}` {type_}: {about}" for name, type_, about in columns]
    return f"## {table}\n\n{comment}\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(data_dictionary(), encoding="utf-8")
