"""The only module that opens the database file: one writer, numbered migrations, an atomically published copy.

What a table means is not decided here (see `schema/` and `dictionary.csv`), nor how a table is made (see `assets`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from warehouse.dictionary import comment_statements
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.query import bound

SCHEMA = Path(__file__).parent / "schema"
VIEWS = Path(__file__).parent / "views"
MEMORY_LIMIT = "200MB"
"""Measured: with twice as much a cold run peaks 200 MB higher, in the same time."""
SETTINGS = "SET TimeZone = 'UTC'; SET enable_progress_bar = false"
SEARCH_PATH = "SET search_path = 'main,internal'"
"""Internal tables need no schema in our own SQL, so that a temporary table can take the place of one (see what-if)."""
STORAGE = {"storage_compatibility_version": "v1.5.0", "default_block_size": "16384"}
"""What new files are made for: the oldest DuckDB that is required, and eighty tables most of which are small.

Measured against DuckDB's own defaults: 27 MB for 48, published in half the time."""


@dataclass(frozen=True)
class BuildRecord:
    """What the last build of one table was made from, and what came of it."""

    code_version: str
    inputs: str
    data_version: str
    row_count: int


def schema_of(table: str) -> str:
    """Return the schema of a table: tables whose name starts with an underscore are not for users."""
    return "internal" if table.startswith("_") else "main"


class Writer:
    """The one open read-write connection; tables are replaced whole, inside a transaction."""

    def __init__(self, home: Home, connection: duckdb.DuckDBPyConnection) -> None:
        self.home = home
        self.connection = connection

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing: what happens inside is kept only if the block ends without an error."""
        self.connection.begin()
        try:
            yield
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                self.connection.rollback()
            raise
        self.connection.commit()

    def empty(self, table: str) -> None:
        """Remove every row of a table, as the first half of replacing it."""
        self.connection.execute(f'DELETE FROM "{table}"')

    def retain(self, table: str, column: str, values: Sequence[str]) -> None:
        """Remove every row of a table whose column holds none of these values."""
        self.connection.execute(
            f'DELETE FROM "{table}" WHERE "{column}" NOT IN (SELECT unnest($1::VARCHAR[]))', [values]
        )

    def export(self, select: str, file: Path) -> None:
        """Write the rows of a SELECT to a Parquet file, as small as possible."""
        quoted = str(file).replace("'", "''")
        self.connection.execute(
            f"COPY ({select}) TO '{quoted}' "
            "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19, PARQUET_VERSION v2, ROW_GROUP_SIZE 1000000)"
        )

    def insert_select(self, table: str, select: str, parameters: Mapping[str, object] | None = None) -> None:
        """Append the rows of a SELECT by column name; only the parameters that the text names are bound."""
        self.connection.execute(f'INSERT INTO "{table}" BY NAME {select}', bound(select, parameters))

    def insert_rows(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Append rows given as mappings with the same keys. Values travel as text, so decimals stay exact."""
        if not rows:
            return
        names = list(rows[0])
        lists = [[_as_text(row[name]) for row in rows] for name in names]
        columns = ", ".join(f'"{name}"' for name in names)
        unnested = ", ".join("unnest(?::VARCHAR[])" for _ in names)
        self.connection.execute(f'INSERT INTO "{table}" ({columns}) SELECT {unnested}', lists)

    def insert_arrays(self, table: str, columns: Mapping[str, Any]) -> None:
        """Append equally long numpy arrays, keyed by column name."""
        self.connection.register("_arrays", dict(columns))
        try:
            self.connection.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM _arrays')
        finally:
            self.connection.unregister("_arrays")

    def content_version(self, table: str) -> tuple[str, int]:
        """A digest of a table's rows, whatever their order, and how many there are."""
        row = self.connection.execute(f'SELECT count(*), sum(hash(t)::HUGEINT) FROM "{table}" t').fetchone()
        rows, digest = row if row else (0, None)
        return hashlib.sha256(f"{rows}:{digest}".encode()).hexdigest()[:16], int(rows)

    def build_records(self) -> dict[str, BuildRecord]:
        """Return the record of every table's last build, by table."""
        rows = self.connection.execute(
            "SELECT table_name, code_version, inputs, data_version, row_count FROM _made"
        ).fetchall()
        return {name: BuildRecord(code, inputs, version, count) for name, code, inputs, version, count in rows}

    def record_build(self, table: str, record: BuildRecord) -> None:
        """Keep the record of a table's build; call it in the transaction that builds the table."""
        self.connection.execute("DELETE FROM _made WHERE table_name = ?", [table])
        self.connection.execute(
            "INSERT INTO _made VALUES (?, ?, ?, ?, ?)",
            [table, record.code_version, record.inputs, record.data_version, record.row_count],
        )

    def publish(self) -> None:
        """Copy everything into a new file and put it in the place of the published one in a single step."""
        target = self.home.published
        with _readable_errors(self.home):
            target.parent.mkdir(parents=True, exist_ok=True)
            for stale in target.parent.glob(".next-*.duckdb*"):
                stale.unlink()
            draft = target.parent / f".next-{os.getpid()}.duckdb"
            try:
                self._copy_to(draft)
                os.replace(draft, target)
            finally:
                draft.unlink(missing_ok=True)

    def _copy_to(self, draft: Path) -> None:
        source = self.connection.execute("SELECT current_database()").fetchone()
        quoted = str(draft).replace("'", "''")
        self.connection.execute(f"ATTACH '{quoted}' AS _draft")
        try:
            self.connection.execute(f'COPY FROM DATABASE "{source[0] if source else ""}" TO _draft')
        finally:
            self.connection.execute("DETACH _draft")


@contextlib.contextmanager
def open_writer(home: Home) -> Generator[Writer]:
    """Open the writer's file, bring its schema up to date, and close it at the end.

    Raises TokenfallError when the folder or file cannot be written, is in use by another run, is not a database, or
    was made by a newer tokenfall.
    """
    with _readable_errors(home):
        home.path.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(str(home.database), config=STORAGE | {"memory_limit": MEMORY_LIMIT, "threads": 2})
    try:
        with _readable_errors(home):
            connection.execute(f"{SETTINGS}; CREATE SCHEMA IF NOT EXISTS internal; {SEARCH_PATH}")
            _migrate(connection, home)
            yield Writer(home, connection)
    finally:
        with contextlib.suppress(duckdb.Error):
            connection.close()


@contextlib.contextmanager
def open_published(home: Home, *, sealed: bool = True, internal: bool = True) -> Generator[duckdb.DuckDBPyConnection]:
    """Open the published file for reading; sealed, it can touch no other file and change none of its own settings.

    `internal` lets queries name internal tables without their schema, which SHOW TABLES then lists as well.
    Raises TokenfallError when nothing is published, or the file cannot be read by this version.
    """
    if not home.published.exists():
        raise TokenfallError(f"nothing is published in {home.path} yet: run `tokenfall run` first")
    try:
        connection = duckdb.connect(str(home.published), read_only=True)
    except duckdb.Error as error:
        raise TokenfallError(f"{home.published} cannot be read ({_first_line(error)}): run `tokenfall run`") from error
    try:
        connection.execute(SETTINGS)
        if internal:
            connection.execute(SEARCH_PATH)
        if sealed:
            connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        with interrupts(connection):
            yield connection
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        reason = f"was published by another version of tokenfall ({_first_line(error)})"
        raise TokenfallError(f"{home.published} {reason}: run `tokenfall run`") from error
    finally:
        connection.close()


@contextlib.contextmanager
def interrupts(connection: duckdb.DuckDBPyConnection) -> Generator[None]:
    """Turn the error that DuckDB raises on Ctrl-C into a KeyboardInterrupt, and end the query.

    Without the end, the next query or the closing of the file waits for the one that seems to be interrupted.
    """
    try:
        yield
    except RuntimeError as error:
        if str(error) == "Query interrupted":
            connection.interrupt()
            raise KeyboardInterrupt from error
        raise


def _migrate(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    if not connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = '_migration'").fetchone():
        connection.execute("CREATE TABLE _migration (number INTEGER PRIMARY KEY, name VARCHAR NOT NULL)")
    done = {number for (number,) in connection.execute("SELECT number FROM _migration").fetchall()}
    known = {int(path.name[:4]): path for path in sorted(SCHEMA.glob("[0-9][0-9][0-9][0-9]_*.sql"))}
    if newer := done - set(known):
        raise TokenfallError(
            f"{home.database} was made by a newer tokenfall (its schema is at {max(newer)}, this version knows "
            f"{max(known)}): update tokenfall, or set TOKENFALL_HOME to another folder"
        )
    for number in sorted(set(known) - done):
        connection.begin()
        connection.execute(known[number].read_text(encoding="utf-8"))
        connection.execute("INSERT INTO _migration VALUES (?, ?)", [number, known[number].stem])
        connection.commit()
    for view in sorted(VIEWS.glob("*.sql")):
        connection.execute(view.read_text(encoding="utf-8"))
    places = connection.execute(
        """SELECT 'TABLE', schema_name, table_name, '', comment FROM duckdb_tables() WHERE NOT internal
           UNION ALL SELECT 'VIEW', schema_name, view_name, '', comment FROM duckdb_views() WHERE NOT internal
           UNION ALL SELECT 'COLUMN', schema_name, table_name, column_name, comment
           FROM duckdb_columns() WHERE NOT internal"""
    ).fetchall()
    # In one transaction: each of its own would be flushed to the disk, a thousand times.
    connection.execute("\n".join(["BEGIN;", *comment_statements(places), "COMMIT;"]))


@contextlib.contextmanager
def _readable_errors(home: Home) -> Generator[None]:
    """Turn an error of DuckDB or the file system into one line that says what to do."""
    try:
        yield
    except duckdb.IOException as error:
        reason = _first_line(error)
        if "lock" in reason.lower():
            reason = "another tokenfall run is writing to it; wait for that run to end"
        raise TokenfallError(f"cannot write {home.database}: {reason}") from error
    except duckdb.FatalException as error:
        raise TokenfallError(f"cannot write {home.database}: {_first_line(error)}") from error
    except OSError as error:
        place = error.filename or home.path
        raise TokenfallError(
            f"cannot write {place}: {error.strerror}; free space, or set TOKENFALL_HOME to a folder you can write to"
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _as_text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
