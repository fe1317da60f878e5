"""Record what the maker of each table reads, during a run of the command line in a process of its own.

Loaded by the code that `first_run` puts before the command line; it leaves what is written to the warehouse as it is.
"""

from __future__ import annotations

import atexit
import contextlib
import json
from collections.abc import Generator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from assets.table_asset import AS_OF
from assets.table_build import TableBuild
from warehouse.bundle import Bundle
from warehouse.store import BuildRecord, Writer


class RecordedConnection:
    """A connection of DuckDB that keeps the text of every statement."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, statements: list[str]) -> None:
        self._connection = connection
        self._statements = statements

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: str, *parameters: object) -> duckdb.DuckDBPyConnection:
        """Keep the text and execute it."""
        self._statements.append(statement)
        return self._connection.execute(statement, *parameters)


def recording_of(home: Path) -> Path:
    """Return the file with what the run in a home read; it lies beside the home."""
    return home.with_name("reads.json")


def record_reads(home: str) -> None:
    """Write, at the end of the process, what the build of each table executed and which facts it read, as JSON.

    A build that read the as-of date has `as_of` among its facts.

    A build is one transaction; what it executed counts for each of its tables. `tables` are those recorded so far.
    """
    statements: list[str] = []
    facts: list[str] = []
    tables: list[str] = []
    builds: dict[str, dict[str, list[str]]] = {}
    read_as_of = TableBuild.__dict__["as_of"]
    transaction, record_build, bytes_of, create = (
        Writer.transaction,
        Writer.record_build,
        Bundle.bytes_of,
        Writer.__init__,
    )

    def recorded_create(self: Writer, home: Any, connection: Any, file: Any) -> None:
        create(self, home, RecordedConnection(connection, statements), file)  # ty: ignore[invalid-argument-type]

    @contextlib.contextmanager
    def recorded_transaction(self: Writer) -> Generator[None]:
        for records in (statements, facts, tables):
            records.clear()
        with transaction(self):
            yield

    def recorded_build(self: Writer, table: str, record: BuildRecord) -> None:
        tables.append(table)
        build = {"statements": list(dict.fromkeys(statements)), "facts": sorted(set(facts)), "tables": tables.copy()}
        if table != "raw_capture":  # filled from the bundled files themselves, which other tables then read
            builds[table] = build
        record_build(self, table, record)

    def recorded_as_of(self: TableBuild) -> date:
        facts.append(AS_OF)
        return read_as_of.__get__(self)

    def recorded_bytes(self: Bundle, name: str) -> bytes:
        facts.append(name)
        return bytes_of(self, name)

    TableBuild.as_of = property(recorded_as_of)  # ty: ignore[invalid-assignment]
    Writer.__init__ = recorded_create
    Writer.transaction = recorded_transaction
    Writer.record_build = recorded_build
    Bundle.bytes_of = recorded_bytes
    target = recording_of(Path(home))
    atexit.register(lambda: target.write_text(json.dumps(builds), encoding="utf-8"))
