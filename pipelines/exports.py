"""Export the published tables as files for other programs, with descriptions of them and an Excel workbook."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipelines.output import as_json
from pipelines.packages import croissant, data_package, workbook
from pipelines.packages.description import Export, describe_export
from warehouse import durable, query
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

HERE = Path(__file__).parent
GROWTH = {"parquet": 0.25, "csv": 3.2, "json": 6.3}
"""Ratio of an export's size to that of the published file, measured: 7, 99 and 196 MB for a file of 32 MB."""
ADVICE = "free space, or choose another folder"
OPTIONS = {"parquet": "(FORMAT parquet)", "csv": "(FORMAT csv, HEADER)", "json": "(FORMAT json, ARRAY true)"}


def export_tables(home: Home, folder: Path, shape: str, warn: Callable[[str], None], address: str = "") -> list[str]:
    """Write every table and view for users to `<folder>/<table>.<shape>`, and the files that describe them.

    Args:
        home: Where the published file is.
        folder: The folder to write to; it is created.
        shape: `parquet`, `csv` or `json`.
        warn: Called with a line about the size before anything large is written.
        address: The web address of the folder, which ends in a slash; without one, links are relative.

    Returns:
        The names of the tables and views written.

    Raises:
        TokenfallError: The folder cannot be written, or the published file has no date.
    """
    try:
        with open_published(home, sealed=False) as connection:
            durable.make_folder(folder)
            warn(_describe_size(home, folder, shape))
            tables = _list_tables(connection)
            export = describe_export(connection, folder, tables, shape)
            for table in tables:
                _write(
                    folder / f"{table}.{shape}",
                    lambda draft, table=table: query.copy_to_file(connection, table, draft, OPTIONS[shape]),
                )
            write_packages(connection, export, address)
    except OSError as error:
        raise TokenfallError(f"cannot write {error.filename or folder}: {error.strerror}; {ADVICE}") from error
    except duckdb.Error as error:
        raise TokenfallError(f"cannot write {folder}: {str(error).splitlines()[0]}; {ADVICE}") from error
    return tables


def write_packages(connection: duckdb.DuckDBPyConnection, export: Export, address: str = "") -> list[str]:
    """Write the data package, the Croissant file and the workbook beside tables that are already there.

    Args:
        connection: The published file.
        export: The tables; as JSON they get no Croissant file, which cannot describe them.
        address: The web address of the folder, which ends in a slash; without one, links are relative.

    Returns:
        The names of the files written.
    """
    texts = {data_package.FILE: data_package.data_package(export)}
    if export.shape in croissant.MEDIA_TYPES:
        texts[croissant.FILE] = croissant.croissant(export, address)
    for name, value in texts.items():
        _write(
            export.folder / name,
            lambda draft, value=value: draft.write_text(as_json(value, indent=1) + "\n", encoding="utf-8"),
        )
    _write(export.folder / workbook.FILE, lambda draft: workbook.write_workbook(connection, export, draft))
    return [*texts, workbook.FILE]


def _describe_size(home: Home, folder: Path, shape: str) -> str:
    size, free = home.published.stat().st_size * GROWTH[shape], shutil.disk_usage(folder).free
    return f"writing about {_megabytes(size)} of {shape} to {folder} ({_megabytes(free)} free)"


def _megabytes(size: float) -> str:
    return f"{max(1, round(size / 1_000_000)):,} MB"


def _list_tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the tables and views to export: those for users, without the raw_ tables."""
    rows = query.rows(connection, HERE / "list_user_tables.sql")
    return [row["name"] for row in rows if row["kind"] == "view" or row["name"].startswith(("core_", "out_"))]


def _write(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file in one step: a reader never sees a part of it."""
    draft = path.with_name(f".{path.name}")
    write(draft)
    durable.replace(draft, path)
