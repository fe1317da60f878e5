"""The only module that opens the database file: one writer, and a copy that is published in a single step.

`schema/` and `dictionary.csv` define the tables, `migrations.py` applies them, and `assets` decides what they hold.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import duckdb

from warehouse import durable
from warehouse.database_errors import first_line, interrupts, readable_errors
from warehouse.errors import TokenfallError
from warehouse.file_copies import checkpoint, compact, compact_copy, is_sparse, replace_by_copy, set_log_aside
from warehouse.home import Home
from warehouse.migrations import migrate
from warehouse.query import bound

LIMITS: dict[str, str | float | list[str]] = {"memory_limit": "200MB", "threads": 2, "checkpoint_threshold": "4MB"}
"""Limits of the writer.

Measured: twice the memory limit makes a first run use 200 MB more at its peak and no less time. The blocks of replaced
rows can be used again when the write-ahead log has reached the checkpoint threshold: rebuilding every table daily, the
file settles at 1.23 times its first size, and at 1.42 times with DuckDB's threshold of 16 MB, in the same time."""
SETTINGS = "SET TimeZone = 'UTC'; SET enable_progress_bar = false"
SEAL = "SET http_proxy = ''; SET enable_external_access = false; SET lock_configuration = true"
"""DuckDB shows a proxy of the environment, with its password, among its settings."""
SEARCH_PATH = "SET search_path = 'main,internal'"
"""Our own SQL names internal tables without their schema, so that a temporary table can replace one (see what-if)."""
STORAGE = {"storage_compatibility_version": "v1.5.0", "default_block_size": "16384"}
"""Storage options of new files: the format of the oldest supported DuckDB, and small blocks for many small tables.

Measured: 27 MB instead of 48 MB with DuckDB's defaults."""

USELESS_LOGS = ("Corrupt WAL file", "WAL checkpoint iteration does not match the database file")
"""What DuckDB says of a write-ahead log in which an entry has another checksum than that stored with it, and of one
that belongs to an earlier state of the file, which has its rows: a power failure can bring a deleted one back."""


@dataclass(frozen=True)
class BuildRecord:
    """The inputs and the result of the last build of one table.

    Attributes:
        code_version: Digest of the code that can change the table.
        inputs: The data versions of the inputs, as JSON.
        data_version: Digest of the rows, independent of their order.
        row_count: Number of rows.
        as_of: The date whose knowledge the rows hold.
        until: The first later date on which the rows differ although no input changed; None where there is none.
    """

    code_version: str
    inputs: str
    data_version: str
    row_count: int
    as_of: date
    until: date | None


def schema_of(table: str) -> str:
    """Return the schema of a table: `internal` where its name starts with an underscore, else `main`."""
    return "internal" if table.startswith("_") else "main"


class Writer:
    """The one open read-write connection; tables are replaced whole, inside a transaction.

    Attributes:
        home: The folder with the file.
        connection: The connection of DuckDB.
        file: The file itself, to copy it. Closing any descriptor of a file gives up the lock that DuckDB has on it
            (POSIX), so this one stays open until DuckDB has closed the file.
    """

    def __init__(self, home: Home, connection: duckdb.DuckDBPyConnection, file: BinaryIO) -> None:
        self.home = home
        self.connection = connection
        self.file = file

    @contextlib.contextmanager
    def transaction(self) -> Generator[None]:
        """Commit what the block writes, or undo all of it where the block raises."""
        self.connection.begin()
        try:
            yield
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                self.connection.rollback()
            raise
        self.connection.commit()

    def empty(self, table: str) -> None:
        """Delete every row of a table, before it is rebuilt."""
        self.connection.execute(f'DELETE FROM "{table}"')

    def retain(self, table: str, column: str, values: Sequence[str]) -> None:
        """Delete every row of a table whose value in `column` is not in `values`."""
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

    def delete_rows(self, table: str, values: Mapping[str, object]) -> None:
        """Remove the rows of a table that have these values, by column name."""
        condition = " AND ".join(f'"{name}" = ${name}' for name in values)
        self.connection.execute(f'DELETE FROM "{table}" WHERE {condition}', dict(values))

    def insert_select(self, table: str, select: str, parameters: Mapping[str, object] | None = None) -> None:
        """Append the rows of a SELECT by column name; of the parameters, those that the text names are bound."""
        self.connection.execute(f'INSERT INTO "{table}" BY NAME {select}', bound(select, parameters))

    def adopt(self, file: Path, tables: Sequence[str]) -> None:
        """Append every row that another database file has in these tables, whose schema is that of this one."""
        quoted = str(file).replace("'", "''")
        self.connection.execute(f"ATTACH '{quoted}' AS _other (READ_ONLY)")
        try:
            with self.transaction():
                for table in tables:
                    self.insert_select(table, f'SELECT * FROM _other."{schema_of(table)}"."{table}"')
        finally:
            self.connection.execute("DETACH _other")

    def insert_rows(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Append rows given as mappings with the same keys. Values are passed as text, so decimals stay exact."""
        if not rows:
            return
        names = list(rows[0])
        lists = [[as_text(row[name]) for row in rows] for name in names]
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
        """Return a digest of a table's rows, independent of their order, and their number."""
        row = self.connection.execute(f'SELECT count(*), sum(hash(t)::HUGEINT) FROM "{table}" t').fetchone()
        rows, digest = row if row else (0, None)
        return hashlib.sha256(f"{rows}:{digest}".encode()).hexdigest()[:16], int(rows)

    def build_records(self) -> dict[str, BuildRecord]:
        """Return the record of every table's last build, by table."""
        rows = self.connection.execute(
            "SELECT table_name, code_version, inputs, data_version, row_count, as_of, until FROM _made"
        ).fetchall()
        return {table: BuildRecord(*record) for table, *record in rows}

    def record_build(self, table: str, record: BuildRecord) -> None:
        """Store the record of a table's build; call it in the transaction that builds the table."""
        self.connection.execute("DELETE FROM _made WHERE table_name = ?", [table])
        self.connection.execute(
            "INSERT INTO _made VALUES (?, ?, ?, ?, ?, ?, ?)",
            [table, *astuple(record)],
        )

    def publish(self) -> None:
        """Copy the database file, and replace the published file with the copy in a single step.

        Raises:
            TokenfallError: A transaction is open, or the copy cannot be written. What was published before stays.
        """
        with readable_errors(self.home):
            checkpoint(self.connection, self.home.database)
            if is_sparse(self.connection):
                with compact_copy(self.connection, self.home.database) as copy:
                    replace_by_copy(copy, self.home.published)
            else:
                replace_by_copy(self.file, self.home.published)


@contextlib.contextmanager
def open_writer(home: Home) -> Generator[Writer]:
    """Open the writer's file, bring its schema up to date, and close it at the end.

    Raises:
        TokenfallError: The folder or file cannot be written, another run is using it, it is no database, or a newer
            version of tokenfall has migrated it.
    """
    with readable_errors(home), contextlib.ExitStack() as last:
        durable.make_folder(home.path)
        connection = _connect(home)
        try:
            if compact(connection, home.database):
                connection.close()
                connection = _connect(home)
            file = last.enter_context(home.database.open("rb", buffering=0))  # a buffer would keep old blocks
            connection.execute(f"{SETTINGS}; CREATE SCHEMA IF NOT EXISTS internal; {SEARCH_PATH}")
            migrate(connection, home.database)
            yield Writer(home, connection, file)
            with contextlib.suppress(OSError, duckdb.Error):  # the next opening tries it again, and says why not
                compact(connection, home.database)
        finally:
            with contextlib.suppress(duckdb.Error):
                connection.close()


def _connect(home: Home) -> duckdb.DuckDBPyConnection:
    """Open the file; without its write-ahead log where that is damaged, as a power failure can leave it.

    What the log held is not lost: captures are in their ledger, and tables are as old as their build records.
    """
    try:
        return duckdb.connect(str(home.database), config={**STORAGE, **LIMITS})
    except duckdb.IOException as error:
        if not is_of_useless_log(error):
            raise
    set_log_aside(home.database)
    return duckdb.connect(str(home.database), config={**STORAGE, **LIMITS})


def is_of_useless_log(error: duckdb.IOException) -> bool:
    """Return whether DuckDB refuses a file for a write-ahead log that it can do without."""
    return any(words in str(error) for words in USELESS_LOGS)


@contextlib.contextmanager
def open_published(home: Home, *, sealed: bool = True, internal: bool = True) -> Generator[duckdb.DuckDBPyConnection]:
    """Open the published file for reading.

    Args:
        home: The folder with the published file.
        sealed: Prevent queries from reading other files and from changing settings.
        internal: Let queries name internal tables without their schema; SHOW TABLES then lists these too.

    Raises:
        TokenfallError: Nothing is published, or this version cannot read the file.
    """
    if not home.published.exists():
        raise TokenfallError(f"nothing is published in {home.path} yet: run `tokenfall run` first")
    try:
        connection = duckdb.connect(str(home.published), read_only=True)
    except duckdb.Error as error:
        raise TokenfallError(f"{home.published} cannot be read ({first_line(error)}): run `tokenfall run`") from error
    try:
        connection.execute(SETTINGS)
        if internal:
            connection.execute(SEARCH_PATH)
        if sealed:
            connection.execute(SEAL)
        with interrupts(connection):
            yield connection
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        reason = f"was published by another version of tokenfall ({first_line(error)})"
        raise TokenfallError(f"{home.published} {reason}: run `tokenfall run`") from error
    finally:
        connection.close()


def as_text(value: object) -> str | None:
    """Return a value as the text that DuckDB reads it back from, exactly; None stays None."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
