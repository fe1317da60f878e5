"""Homes of earlier schema versions: the migrations up to a number, with rows in every table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

import warehouse.migrations as migrations
from warehouse.home import Home
from warehouse.query import columns_by_table
from warehouse.store import SEARCH_PATH, STORAGE

URL = "https://acme.example/pricing"
CAPTURE = {
    "via": "live",
    "asked_url": URL,
    "final_url": URL,
    "status": 200,
    "content_type": "text/html",
    "headers": "[]",
    "bytes": 9,
    "counts": True,
}
GIVEN: dict[str, dict[str, object]] = {
    "raw_page_capture": CAPTURE,
    "raw_page_attempt": {"outcome": "captured"},
    "out_driver": {"driver": "market", "span": "year", "period_from": "2024-01-01", "period_to": "2025-01-01"},
}
"""Values that code reads back or a CHECK demands; all others only have to be of their column's type."""
KEPT = ("raw_page_attempt", "raw_page_capture", "_verdict_day", "_verdict_change", "_verdict_price", "_verdict_score")
"""Tables whose rows follow from nothing else that the database has."""
TABLES = "SELECT table_name, estimated_size FROM duckdb_tables() WHERE table_name <> '_migration' ORDER BY ALL"
Rows = list[tuple[Any, ...]]


def schema_files() -> dict[int, Path]:
    """Return the file of every migration, by number."""
    return {int(path.name[:4]): path for path in sorted(migrations.SCHEMA.glob("*.sql"))}


def write_old_home(home: Home, newest: int) -> None:
    """Write the database of a home whose newest migration has this number, with two rows in every table."""
    home.path.mkdir(parents=True)
    with duckdb.connect(str(home.database), config={**STORAGE}) as connection:
        for _ in versions(connection, newest):
            pass
        for number in (1, 2):
            add_rows(connection, number, tables(connection))


def versions(connection: duckdb.DuckDBPyConnection, newest: int) -> Iterator[int]:
    """Apply the migrations up to a number to an empty database, in turn; yield the number of each."""
    connection.execute("CREATE TABLE _migration (number INTEGER PRIMARY KEY, name VARCHAR NOT NULL)")
    connection.execute(f"CREATE SCHEMA internal; {SEARCH_PATH}")
    for number, path in schema_files().items():
        if number <= newest:
            connection.execute(path.read_text(encoding="utf-8"))
            connection.execute("INSERT INTO _migration VALUES (?, ?)", [number, path.stem])
            yield number


def tables(connection: duckdb.DuckDBPyConnection, *, only_empty: bool = False) -> list[str]:
    """Return the names of all tables, or of those without a row."""
    return [name for name, rows in connection.execute(TABLES).fetchall() if not (only_empty and rows)]


def add_rows(connection: duckdb.DuckDBPyConnection, number: int, names: Iterable[str]) -> None:
    """Insert a row into each table; all of its values follow from a number, so that no key comes twice."""
    columns = columns_by_table(connection)
    for table in names:
        row = {name: _value(name, kind, number) for name, kind in columns[table].items()}
        row |= {name: value for name, value in GIVEN.get(table, {}).items() if name in row}
        quoted, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
        connection.execute(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', list(row.values()))


def kept_rows(database: Path, like: dict[str, Rows] | None = None) -> dict[str, Rows]:
    """Return the rows of the tables that follow from nothing else; `like` limits tables and columns to those it has."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute(SEARCH_PATH if _has_internal(connection) else "SET search_path = 'main'")
        columns = columns_by_table(connection)
        kept = {}
        for table in KEPT if like is None else like:
            if table in columns:
                names = list(columns[table]) if like is None else list(like[table][0])
                quoted = ", ".join(f'"{name}"' for name in names)
                rows = connection.execute(f'SELECT {quoted} FROM "{table}" ORDER BY ALL').fetchall()
                kept[table] = [tuple(names), *rows]
        return kept


def _has_internal(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.execute("SELECT 1 FROM duckdb_schemas() WHERE schema_name = 'internal'").fetchall())


def _value(column: str, kind: str, number: int) -> object:
    if kind.endswith("[]"):
        return [_value(column, kind.removesuffix("[]"), number)]
    if kind in ("TIMESTAMP", "DATE"):
        return datetime(2024, 1, number)
    if kind == "VARCHAR":
        return f"{number:064x}" if column.endswith("sha256") else str(number)
    return {"BOOLEAN": True, "BLOB": b"x"}.get(kind, number)
