"""Rows in Parquet files: written by any process, added to the tables by the one process that has the warehouse.

Every column is text, as `Writer.insert_rows` passes it, so that decimals stay exact and a writer need not know the
types of the table.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

import duckdb

from warehouse.durable import is_local, put
from warehouse.store import Writer, as_text

LIMITS: dict[str, str | float | list[str]] = {"memory_limit": "200MB", "threads": 1}

Rows = Sequence[Mapping[str, object]]


def write_rows(file: Path, rows: Rows) -> None:
    """Write rows to a Parquet file, in one step; a column that a row lacks is NULL there.

    Raises:
        OSError: The file cannot be written.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    values = [[as_text(row.get(name)) for row in rows] for name in names]
    columns = ", ".join(f'unnest(?::VARCHAR[]) AS "{name}"' for name in names)
    with tempfile.NamedTemporaryFile(prefix="tokenfall-", suffix=".parquet") as unfinished:
        with duckdb.connect(config=LIMITS) as connection:
            connection.execute(f"CREATE TABLE shard AS SELECT {columns}", values)
            connection.execute(f"COPY shard TO '{unfinished.name}' (FORMAT parquet)")
        put(file, Path(unfinished.name).read_bytes())


def read_rows(file: Path) -> list[tuple[str | None, ...]]:
    """Return the rows of a Parquet file as texts."""
    with on_this_machine(file) as local, duckdb.connect(config=LIMITS) as connection:
        return connection.execute("SELECT * FROM read_parquet(?)", [str(local)]).fetchall()


def add_rows(warehouse: Writer, table: str, file: Path) -> None:
    """Append the rows of a Parquet file to a table, by column name."""
    with on_this_machine(file) as local:
        names = [f'"{name}"' for name in _columns(warehouse, local)]
        listed = ", ".join(names)
        warehouse.connection.execute(
            f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM read_parquet(?)', [str(local)]
        )


def drop_rows(warehouse: Writer, table: str, file: Path, columns: Sequence[str]) -> None:
    """Delete the rows of a table whose values in these columns are in a row of a Parquet file."""
    with on_this_machine(file) as local:
        listed = ", ".join(f'"{column}"' for column in columns)
        warehouse.connection.execute(
            f'DELETE FROM "{table}" WHERE ({listed}) IN (SELECT ({listed}) FROM read_parquet(?))', [str(local)]
        )


@contextlib.contextmanager
def on_this_machine(file: Path) -> Generator[Path]:
    """Yield a file that DuckDB can open: the file itself, or a copy of an object."""
    if is_local(file):
        yield file
        return
    with tempfile.NamedTemporaryFile(prefix="tokenfall-", suffix=".parquet") as copy:
        copy.write(file.read_bytes())
        copy.flush()
        yield Path(copy.name)


def _columns(warehouse: Writer, file: Path) -> list[str]:
    described = warehouse.connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(file)])
    return [row[0] for row in described.fetchall()]
