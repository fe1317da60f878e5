"""Keeps the README's data dictionary equal to the database's comments: `python -m pipelines.readme` rewrites it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from warehouse.home import Home
from warehouse.store import open_writer

README = Path(__file__).parents[1] / "README.md"
START, END = "<!-- dictionary -->\n", "<!-- /dictionary -->\n"


def data_dictionary() -> str:
    """Markdown: each table and view for users with its comment, and its columns with type and comment."""
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
    return "\n".join(
        _describe(table, comment, [one[1:] for one in columns if one[0] == table]) for table, comment in tables
    )


def with_dictionary(text: str) -> str:
    """The README with its data dictionary replaced by the present one."""
    before, _, rest = text.partition(START)
    return before + START + data_dictionary() + END + rest.partition(END)[2]


def _describe(table: str, comment: str, columns: list[tuple[str, str, str]]) -> str:
    lines = [f"- `{name}` {type_}: {about}" for name, type_, about in columns]
    return f"<details><summary><code>{table}</code>: {comment}</summary>\n\n" + "\n".join(lines) + "\n\n</details>\n"


if __name__ == "__main__":
    README.write_text(with_dictionary(README.read_text(encoding="utf-8")), encoding="utf-8")
