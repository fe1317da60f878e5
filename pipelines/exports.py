"""Export the published tables as files for other programs, described by a data package."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipelines.output import as_json
from warehouse import query
from warehouse.dictionary import comment_on
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

HERE = Path(__file__).parent
GROWTH = {"parquet": 0.25, "csv": 3.2, "json": 6.3}
"""Ratio of an export's size to that of the published file, measured: 7, 99 and 196 MB for a file of 32 MB."""
OPTIONS = {"parquet": "(FORMAT parquet)", "csv": "(FORMAT csv, HEADER)", "json": "(FORMAT json, ARRAY true)"}
TYPES = {"BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "DATE": "date", "TIMESTAMP": "datetime"}


def export_tables(home: Home, folder: Path, shape: str, warn: Callable[[str], None]) -> list[str]:
    """Write every table and view for users to `<folder>/<table>.<shape>` and describe them in `datapackage.json`.

    Args:
        home: Where the published file is.
        folder: The folder to write to; it is created.
        shape: `parquet`, `csv` or `json`.
        warn: Called with a line about the size before anything large is written.

    Returns:
        The names of the tables and views written.

    Raises:
        TokenfallError: The folder cannot be written.
    """
    try:
        with open_published(home, sealed=False) as connection:
            folder.mkdir(parents=True, exist_ok=True)
            warn(_describe_size(home, folder, shape))
            tables = _list_tables(connection)
            for table in tables:
                _write(connection, table, folder / f"{table}.{shape}", OPTIONS[shape])
            package = _describe(connection, tables, shape)
        draft = folder / ".datapackage.json"
        draft.write_text(as_json(package, indent=1), encoding="utf-8")
        os.replace(draft, folder / "datapackage.json")
    except OSError as error:
        raise TokenfallError(f"cannot write {error.filename or folder}: {error.strerror}") from error
    except duckdb.Error as error:
        raise TokenfallError(f"cannot write {folder}: {str(error).splitlines()[0]}") from error
    return tables


def _describe_size(home: Home, folder: Path, shape: str) -> str:
    size, free = home.published.stat().st_size * GROWTH[shape], shutil.disk_usage(folder).free
    return f"writing about {_megabytes(size)} of {shape} to {folder} ({_megabytes(free)} free)"


def _megabytes(size: float) -> str:
    return f"{max(1, round(size / 1_000_000)):,} MB"


def _list_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the tables and views to export: those for users, without the raw_ tables."""
    rows = query.rows(connection, HERE / "list_user_tables.sql")
    return [row["name"] for row in rows if row["kind"] == "view" or row["name"].startswith(("core_", "out_"))]


def _write(connection: duckdb.DuckDBPyConnection, table: str, path: Path, options: str) -> None:
    draft = path.with_name(f".{path.name}")
    query.copy_to_file(connection, table, draft, options)
    os.replace(draft, path)


def _describe(connection: duckdb.DuckDBPyConnection, tables: list[str], shape: str) -> dict[str, object]:
    as_of = query.published_as_of(connection)
    sources = query.rows(connection, HERE / "list_sources.sql")
    return {
        "name": "tokenfall",
        "title": "When GPT-4-class inference costs what a web search costs",
        "as_of": as_of.isoformat() if as_of else None,
        "sources": [{"title": row["source"], "path": row["url"], "licence": row["licence"]} for row in sources],
        "resources": [_resource(connection, table, shape) for table in tables],
    }


def _resource(connection: duckdb.DuckDBPyConnection, table: str, shape: str) -> dict[str, object]:
    columns = query.table_columns(connection, table)
    return {
        "name": table,
        "path": f"{table}.{shape}",
        "format": shape,
        "description": comment_on(table),
        "schema": {
            "fields": [
                {"name": name, "type": _type(kind), "description": comment_on(table, name)}
                for name, kind in columns.items()
            ]
        },
    }


def _type(kind: str) -> str:
    if kind.startswith("DECIMAL"):
        return "number"
    return TYPES.get(kind, "boolean" if kind == "BOOLEAN" else "string")
