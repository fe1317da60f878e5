"""Write docs/data-dictionary.md from the database's comments: `python -m pipelines.data_dictionary` rewrites it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from warehouse import query
from warehouse.home import Home
from warehouse.store import open_writer

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "data-dictionary.md"
TITLE = """# Data dictionary

Every table and view of the published file that is for users, and its columns, from the comments in the database
(`duckdb_columns()` shows them too). Written by `python -m pipelines.data_dictionary`; a test keeps it equal.

"""


def data_dictionary() -> str:
    """Return the page in Markdown: each table and view for users, and its columns with type and comment."""
    with tempfile.TemporaryDirectory() as folder, open_writer(Home(Path(folder))) as warehouse:
        tables = query.rows(warehouse.connection, HERE / "list_user_tables.sql")
        columns = query.tuples(warehouse.connection, HERE / "list_columns.sql")
    return TITLE + "\n".join(
        _describe(row["name"], row["comment"], [column[1:] for column in columns if column[0] == row["name"]])
        for row in tables
    )


def _describe(table: str, comment: str, columns: list[tuple[str, str, str]]) -> str:
    lines = [f"- `{name}` {kind}: {about}" for name, kind, about in columns]
    return f"## {table}\n\n{comment}\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(data_dictionary(), encoding="utf-8")
