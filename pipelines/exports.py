"""Everything that is published, as files that other programs read, described by a data package."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb

from warehouse.dictionary import comment_on
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

OPTIONS = {"parquet": "(FORMAT parquet)", "csv": "(FORMAT csv, HEADER)", "json": "(FORMAT json, ARRAY true)"}
TYPES = {"BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "DATE": "date", "TIMESTAMP": "datetime"}


def export_tables(home: Home, folder: Path, shape: str) -> list[str]:
    """Write every core_ and out_ table to `<folder>/<table>.<shape>` and describe them in `datapackage.json`.

    The names of the tables written. Raises TokenfallError when the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open_published(home, sealed=False) as connection:
            tables = _tables(connection)
            for table in tables:
                _write(connection, table, folder / f"{table}.{shape}", shape)
            package = _describe(connection, tables, shape)
        draft = folder / ".datapackage.json"
        draft.write_text(json.dumps(package, indent=1, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, folder / "datapackage.json")
    except OSError as error:
        raise TokenfallError(f"cannot write {error.filename or folder}: {error.strerror}") from error
    except duckdb.Error as error:
        raise TokenfallError(f"cannot write {folder}: {str(error).splitlines()[0]}") from error
    return tables


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY table_name").fetchall()
    return [name for (name,) in found if name.startswith(("core_", "out_"))]


def _write(connection: duckdb.DuckDBPyConnection, table: str, path: Path, shape: str) -> None:
    draft = path.with_name(f".{path.name}")
    quoted = str(draft).replace("'", "''")
    connection.execute(f"COPY (SELECT * FROM \"{table}\" ORDER BY ALL) TO '{quoted}' {OPTIONS[shape]}")
    os.replace(draft, path)


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
