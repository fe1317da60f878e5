"""Everything that is published, as files that other programs read, described by a data package."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipelines.output import as_json
from warehouse.dictionary import comment_on
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

GROWTH = {"parquet": 0.25, "csv": 3.2, "json": 6.3}
"""Size of an export over that of the published file, measured: 7, 99 and 196 MB of 32 MB."""
OPTIONS = {"parquet": "(FORMAT parquet)", "csv": "(FORMAT csv, HEADER)", "json": "(FORMAT json, ARRAY true)"}
TYPES = {"BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "DATE": "date", "TIMESTAMP": "datetime"}


def export_tables(home: Home, folder: Path, shape: str, warn: Callable[[str], None]) -> list[str]:
    """Write every table and view for users to `<folder>/<table>.<shape>` and describe them in `datapackage.json`.

    `warn` is called with a line about the size before anything large is written. Returns the names of the tables and
    views written. Raises TokenfallError when the folder cannot be written.
    """
    try:
        with open_published(home, sealed=False) as connection:
            folder.mkdir(parents=True, exist_ok=True)
            warn(_about_size(home, folder, shape))
            tables = _tables(connection)
            for table in tables:
                _write(connection, table, folder / f"{table}.{shape}", shape)
            package = _describe(connection, tables, shape)
        draft = folder / ".datapackage.json"
        draft.write_text(as_json(package, indent=1), encoding="utf-8")
        os.replace(draft, folder / "datapackage.json")
    except OSError as error:
        raise TokenfallError(f"cannot write {error.filename or folder}: {error.strerror}") from error
    except duckdb.Error as error:
        raise TokenfallError(f"cannot write {folder}: {str(error).splitlines()[0]}") from error
    return tables


def _about_size(home: Home, folder: Path, shape: str) -> str:
    size, free = home.published.stat().st_size * GROWTH[shape], shutil.disk_usage(folder).free
    return f"writing about {_megabytes(size)} of {shape} to {folder} ({_megabytes(free)} free)"


def _megabytes(size: float) -> str:
    return f"{max(1, round(size / 1_000_000)):,} MB"


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The views for users are those whose names start with no underscore."""
    rows = connection.execute(
        """SELECT table_name FROM duckdb_tables()
           WHERE starts_with(table_name, 'core_') OR starts_with(table_name, 'out_')
           UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND NOT starts_with(view_name, '_')
           ORDER BY 1"""
    ).fetchall()
    return [name for (name,) in rows]


def _write(connection: duckdb.DuckDBPyConnection, table: str, path: Path, shape: str) -> None:
    draft = path.with_name(f".{path.name}")
    quoted = str(draft).replace("'", "''")
    columns = _finite_columns(connection, table) if shape == "json" else "*"
    connection.execute(f"COPY (SELECT {columns} FROM \"{table}\" ORDER BY ALL) TO '{quoted}' {OPTIONS[shape]}")
    os.replace(draft, path)


def _finite_columns(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The columns of a SELECT, without Infinity and NaN, which JSON does not have: they become NULL."""
    rows = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND data_type IN ('DOUBLE', 'FLOAT')", [table]
    ).fetchall()
    replaced = [f'CASE WHEN isfinite("{name}") THEN "{name}" END AS "{name}"' for (name,) in rows]
    return f"* REPLACE ({', '.join(replaced)})" if replaced else "*"


def _describe(connection: duckdb.DuckDBPyConnection, tables: list[str], shape: str) -> dict[str, object]:
    as_of = connection.execute("SELECT max(as_of) FROM out_verdict").fetchone()
    sources = connection.execute("SELECT source, url, licence FROM out_source ORDER BY source").fetchall()
    return {
        "name": "tokenfall",
        "title": "When GPT-4-class inference costs what a web search costs",
        "as_of": as_of[0].isoformat() if as_of and as_of[0] else None,
        "sources": [{"title": title, "path": url, "licence": licence} for title, url, licence in sources],
        "resources": [_resource(connection, table, shape) for table in tables],
    }


def _resource(connection: duckdb.DuckDBPyConnection, table: str, shape: str) -> dict[str, object]:
    columns = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table]
    ).fetchall()
    return {
        "name": table,
        "path": f"{table}.{shape}",
        "format": shape,
        "description": comment_on(table),
        "schema": {
            "fields": [
                {"name": name, "type": _type(kind), "description": comment_on(table, name)} for name, kind in columns
            ]
        },
    }


def _type(kind: str) -> str:
    if kind.startswith("DECIMAL"):
        return "number"
    return TYPES.get(kind, "boolean" if kind == "BOOLEAN" else "string")
