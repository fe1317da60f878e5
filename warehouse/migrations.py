"""Update the schema of the writer's file: apply each numbered migration once, replace views and comments each time."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.dictionary import comment_statements
from warehouse.errors import NewerDatabaseError, TokenfallError
from warehouse.query import columns_by_table

SCHEMA = Path(__file__).parent / "schema"
VIEWS = Path(__file__).parent / "views"
COMMENTED = """SELECT 'TABLE', schema_name, table_name, '', comment FROM duckdb_tables() WHERE NOT internal
               UNION ALL SELECT 'VIEW', schema_name, view_name, '', comment FROM duckdb_views() WHERE NOT internal
               UNION ALL SELECT 'COLUMN', schema_name, table_name, column_name, comment
               FROM duckdb_columns() WHERE NOT internal"""


def migrate(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    """Apply the migrations that a database lacks, each in a transaction, and replace its views and comments.

    Args:
        connection: The open database.
        database: Its file, which the error names.

    Raises:
        NewerDatabaseError: A newer version of tokenfall has migrated the database.
        TokenfallError: One that was never released has migrated it.
    """
    _create_tables_and_views(connection, database)
    comments = comment_statements(connection.execute(COMMENTED).fetchall())
    # One transaction for all: a thousand single ones would each be flushed to the disk.
    connection.execute("\n".join(["BEGIN;", *comments, "COMMIT;"]))


def newest_schema() -> int:
    """Return the number of the newest migration, which is the version of the schema."""
    return max(_migrations())


def declared_columns() -> dict[str, dict[str, str]]:
    """Return the type of every column of every table and view that the schema declares: table -> column -> type."""
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA internal; SET search_path = 'main,internal'")
        _create_tables_and_views(connection, Path(":memory:"))
        return columns_by_table(connection)


def _create_tables_and_views(connection: duckdb.DuckDBPyConnection, database: Path) -> None:
    applied = _applied(connection)
    known = _migrations()
    if newer := applied.keys() - known.keys():
        raise NewerDatabaseError(
            f"{database} was written by a newer tokenfall (its schema version is {max(newer)}, this version knows "
            f"{max(known)}): update tokenfall, or set TOKENFALL_HOME to another folder"
        )
    if other := [name for number, name in applied.items() if name != known[number].stem]:
        raise TokenfallError(
            f"{database} was written by a tokenfall that was never released (this version has no migration "
            f"{other[0]}): set TOKENFALL_HOME to another folder"
        )
    for number in sorted(known.keys() - applied.keys()):
        connection.begin()
        connection.execute(known[number].read_text(encoding="utf-8"))
        connection.execute("INSERT INTO _migration VALUES (?, ?)", [number, known[number].stem])
        connection.commit()
    for view in sorted(VIEWS.glob("*.sql")):
        connection.execute(view.read_text(encoding="utf-8"))


def _migrations() -> dict[int, Path]:
    return {int(path.name[:4]): path for path in sorted(SCHEMA.glob("[0-9][0-9][0-9][0-9]_*.sql"))}


def _applied(connection: duckdb.DuckDBPyConnection) -> dict[int, str]:
    if not connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = '_migration'").fetchone():
        connection.execute("CREATE TABLE _migration (number INTEGER PRIMARY KEY, name VARCHAR NOT NULL)")
    return dict(connection.execute("SELECT number, name FROM _migration ORDER BY number").fetchall())
