"""The one way to read the warehouse: a SELECT from an SQL file, with bound parameters, as rows or columns.

A file names its parameters as `$name`; a caller may pass more parameters than a file names, so that one set serves
several files. Only these modules hold SQL as text: this one, for queries of the table catalogue and templates that take
the checked name of a table or column, and the modules that write (`store.py`, `migrations.py`, `dictionary.py`).
"""

from __future__ import annotations

import contextlib
import re
import sys
import threading
from collections.abc import Generator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    Connection = duckdb.DuckDBPyConnection

Row = dict[str, Any]
Parameters = Mapping[str, object]
T = TypeVar("T")


@cache
def read_sql(file: Path) -> str:
    """Return the text of an SQL file."""
    return file.read_text(encoding="utf-8")


def rows(connection: Connection, file: Path, parameters: Parameters | None = None) -> list[Row]:
    """Return the rows of a query as mappings of column name to value."""
    result = run(connection, read_sql(file), parameters)
    return rows_of(result)


def rows_as(connection: Connection, row_type: type[T], file: Path, parameters: Parameters | None = None) -> list[T]:
    """Return the rows of a query as instances of `row_type`, whose fields are named like the query's columns."""
    return [row_type(**row) for row in rows(connection, file, parameters)]


def tuples(connection: Connection, file: Path, parameters: Parameters | None = None) -> list[tuple[Any, ...]]:
    """Return the rows of a query as tuples in the order of its columns."""
    return run(connection, read_sql(file), parameters).fetchall()


def arrays(connection: Connection, file: Path, parameters: Parameters | None = None) -> dict[str, Any]:
    """Return the columns of a query as numpy arrays of one length, by column name."""
    return run(connection, read_sql(file), parameters).fetchnumpy()


def value(connection: Connection, file: Path, parameters: Parameters | None = None) -> Any:  # noqa: ANN401 - any type
    """Return the first cell of the first row of a query, or None where it has no row."""
    row = run(connection, read_sql(file), parameters).fetchone()
    return row[0] if row else None


def run(connection: Connection, select: str, parameters: Parameters | None = None) -> Connection:
    """Execute a SELECT given as text and return its open result; only the parameters that the text names are bound."""
    with _pandas_not_imported():
        return connection.execute(select, bound(select, parameters))


def bound(text: str, parameters: Parameters | None) -> dict[str, object] | None:
    """Return the parameters that an SQL text names outside its comments, or None where it names none."""
    names = set(re.findall(r"\$([A-Za-z_]\w*)", re.sub(r"--.*", "", text)))
    return {name: parameter for name, parameter in (parameters or {}).items() if name in names} or None


@contextlib.contextmanager
def _pandas_not_imported() -> Generator[None]:
    """Keep DuckDB from importing pandas, which takes 0.2 s, where nothing else has imported it.

    DuckDB compares each bound value with the missing values of pandas; it does without them where pandas cannot be
    imported. While other threads run this does nothing, since one of them may be importing pandas.
    """
    if "pandas" in sys.modules or threading.active_count() > 1:
        yield
        return
    sys.modules["pandas"] = None  # ty: ignore[invalid-assignment]
    try:
        yield
    finally:
        del sys.modules["pandas"]


def rows_of(result: Connection) -> list[Row]:
    """Return the rows of an open result as mappings of column name to value."""
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def table_columns(connection: Connection, table: str) -> dict[str, str]:
    """Return the type of each column of a table or view by column name, in the order of the columns."""
    select = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $table ORDER BY column_index"
    return dict(run(connection, select, {"table": table}).fetchall())


def columns_by_table(connection: Connection) -> dict[str, dict[str, str]]:
    """Return the type of every column of every table and view: table -> column -> type."""
    tables: dict[str, dict[str, str]] = {}
    select = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
    for table, column, data_type in run(connection, select).fetchall():
        tables.setdefault(table, {})[column] = data_type
    return tables


def first_rows(connection: Connection, table: str, limit: int) -> list[Row]:
    """Return the first rows of a table."""
    return rows_of(run(connection, f"SELECT * FROM {_quoted(table)} LIMIT $limit", {"limit": limit}))


def rows_named(
    connection: Connection, table: str, texts: Mapping[str, str | None], day: date | None = None, limit: int = 10
) -> list[Row]:
    """Return the first rows of a table or view that have some values.

    Args:
        connection: The database.
        table: The table or view.
        texts: The values as text, by column; None is NULL or empty text.
        day: A day in the interval of `valid_from` and `valid_to`; any where it is None.
        limit: Largest number of rows.
    """
    conditions = [
        f"coalesce({_quoted(column)}::VARCHAR, '') = ''"
        if text is None
        else f"{_quoted(column)}::VARCHAR = $text_{number}"
        for number, (column, text) in enumerate(texts.items())
    ]
    values: dict[str, object] = {f"text_{number}": text for number, text in enumerate(texts.values())}
    if day:
        conditions.append("valid_from <= $day AND (valid_to IS NULL OR valid_to > $day)")
    where = " AND ".join(conditions) or "true"
    select = f"SELECT * FROM {_quoted(table)} WHERE {where} LIMIT {limit:d}"
    return rows_of(run(connection, select, {**values, "day": day}))


def sample(connection: Connection, select: str, limit: int) -> tuple[int, list[tuple[Any, ...]]]:
    """Return the number of rows of a SELECT given as text, and the first of them."""
    count = run(connection, f"SELECT count(*) FROM (\n{select}\n)").fetchone()
    number = int(count[0]) if count else 0
    return number, run(connection, f"SELECT * FROM (\n{select}\n) LIMIT {limit:d}").fetchall() if number else []


def repeated_keys(table: str, columns: Sequence[str]) -> str:
    """Return a SELECT of the values of `columns` that occur in several rows of a table."""
    names = ", ".join(_quoted(column) for column in columns)
    return f"SELECT {names}, count(*) AS n FROM {_quoted(table)} GROUP BY ALL HAVING n > 1"


def absent_rows(table: str) -> str:
    """Return a SELECT with one row if the table is empty, else none."""
    return f"SELECT 'no rows' FROM (SELECT count(*) AS n FROM {_quoted(table)}) WHERE n = 0"


def unlisted_values(table: str, column: str, other: str, other_column: str) -> str:
    """Return a SELECT of the values of a column that do not occur in a column of another table."""
    value, there = _quoted(column), _quoted(other_column)
    return (
        f"SELECT DISTINCT {value} FROM {_quoted(table)} "
        f"WHERE {value} IS NOT NULL AND {value} NOT IN (SELECT {there} FROM {_quoted(other)})"
    )


def distinct_values(connection: Connection, table: str, column: str) -> list[Any]:
    """Return the values of a column, each once and in order."""
    select = f"SELECT DISTINCT {_quoted(column)} FROM {_quoted(table)} ORDER BY 1"
    return [cell for (cell,) in run(connection, select).fetchall()]


def published_as_of(connection: Connection) -> date | None:
    """Return the date whose knowledge the published tables hold; None for tables that were never built."""
    row = run(connection, "SELECT max(as_of) FROM out_verdict").fetchone()
    return row[0] if row else None


def row_counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows of every table for users, by table."""
    tables = list(_user_tables(connection))
    counts = ", ".join(f"(SELECT count(*) FROM main.{_quoted(table)})" for table in tables)
    row = run(connection, f"SELECT {counts}").fetchone() if tables else None
    return dict(zip(tables, row or (), strict=True))


def count_nonfinite(connection: Connection) -> dict[tuple[str, str], int]:
    """Return how many numbers of each (table, column) for users are infinite or not a number, where any are."""
    found = {}
    for table, columns in _user_tables(connection).items():
        counted = {name: _COUNT_NONFINITE[kind] for name, kind in columns.items() if kind in _COUNT_NONFINITE}
        if counted:
            counts = ", ".join(template.format(_quoted(name)) for name, template in counted.items())
            row = run(connection, f"SELECT {counts} FROM main.{_quoted(table)}").fetchone()
            found |= {(table, name): count for name, count in zip(counted, row or (), strict=True) if count}
    return found


_COUNT_NONFINITE = {
    "DOUBLE": "count(*) FILTER (NOT isfinite({0}))",
    "DOUBLE[]": "count(*) FILTER (len(list_filter({0}, lambda number: NOT isfinite(number))) > 0)",
}
"""How the numbers of a column without a value are counted, by the type of the column."""


def _user_tables(connection: Connection) -> dict[str, dict[str, str]]:
    """Return the type of every column of every table for users: table -> column -> type."""
    tables: dict[str, dict[str, str]] = {}
    select = """
        SELECT table_name, column_name, data_type
        FROM duckdb_columns()
        WHERE schema_name = 'main' AND NOT internal AND database_name = current_database()
          AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main')
        ORDER BY ALL"""
    for table, column, data_type in run(connection, select).fetchall():
        tables.setdefault(table, {})[column] = data_type
    return tables


def copy_to_file(connection: Connection, table: str, file: Path, options: str) -> None:
    """Write a table or view to a file, ordered by all columns, with these options of COPY.

    JSON has neither Infinity nor NaN: in a JSON file they are null.
    """
    columns = "*"
    if "FORMAT json" in options:
        names = [name for name, kind in table_columns(connection, table).items() if kind in {"DOUBLE", "FLOAT"}]
        finite = ", ".join(f'CASE WHEN isfinite("{name}") THEN "{name}" END AS "{name}"' for name in names)
        columns = f"* REPLACE ({finite})" if finite else "*"
    target = str(file).replace("'", "''")
    connection.execute(f"COPY (SELECT {columns} FROM {_quoted(table)} ORDER BY ALL) TO '{target}' {options}")


def execute(connection: Connection, file: Path, parameters: Parameters | None = None) -> None:
    """Execute a statement without rows from an SQL file."""
    run(connection, read_sql(file), parameters)


def create_temporary(connection: Connection, table: str, file: Path, parameters: Parameters | None = None) -> None:
    """Create a temporary table from the rows of a query, which may itself read the published table of that name."""
    run(connection, f"CREATE TEMP TABLE {_quoted(table)} AS {read_sql(file)}", parameters)


def insert_temporary(connection: Connection, table: str, file: Path, parameters: Parameters | None = None) -> None:
    """Append the rows of a query to a temporary table, by column name."""
    run(connection, f"INSERT INTO temp.{_quoted(table)} BY NAME {read_sql(file)}", parameters)


def drop_temporary(connection: Connection, *tables: str) -> None:
    """Drop those of these temporary tables that exist."""
    for table in tables:
        connection.execute(f"DROP TABLE IF EXISTS temp.{_quoted(table)}")


def _quoted(name: str) -> str:
    """Quote the name of a table or column; ValueError for anything else."""
    if not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
        raise ValueError(f"{name!r} is not the name of a table or column")
    return f'"{name}"'
