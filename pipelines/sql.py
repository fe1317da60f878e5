"""Free SQL on the published file: split a text into statements, run them, and stop one that takes too long."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import click
import duckdb

from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.query import Row
from warehouse.store import open_published

RowPrinter = Callable[[Sequence[Row], Sequence[str]], None]
"""Called with the rows of a result and its column names."""
FETCHED = 10_000
"""Rows that are fetched before the next look whether the query was stopped."""
STOP_EVERY = 0.05
"""Seconds between two requests to stop: DuckDB ignores one that reaches it before the query has started."""


@dataclass(frozen=True)
class Result:
    """The rows of a statement and the names of its columns; `more` = there are rows beyond the limit."""

    rows: list[Row]
    names: list[str]
    more: bool = False


def run_query(home: Home, query: str, show: RowPrinter, *, many: bool) -> None:
    """Show the result of each statement of `query`; `many` = there may be more than one result.

    Raises a usage error for a query without a statement or with too many results, and TokenfallError with DuckDB's
    message where a statement fails.
    """
    with open_published(home, internal=False) as connection:
        statements = split_statements(connection, query)
        if not statements:
            raise click.UsageError("the query is empty: give a statement, or no QUERY for the shell")
        if not many and sum(map(gives_rows, statements)) > 1:
            raise click.UsageError("JSON and CSV hold one result: give one statement at a time")
        show_results(connection, statements, show)


def show_results(
    connection: duckdb.DuckDBPyConnection, statements: Sequence[duckdb.Statement], show: RowPrinter
) -> None:
    """Run statements in turn and show the rows of those that have some."""
    for statement in statements:
        result = run_statement(connection, statement)
        if gives_rows(statement):
            show(result.rows, result.names)


def run_statement(
    connection: duckdb.DuckDBPyConnection,
    statement: duckdb.Statement,
    *,
    seconds: float | None = None,
    limit: int | None = None,
) -> Result:
    """Return the result of a statement; Ctrl-C stops it.

    The query runs in a thread of its own: DuckDB 2.0 does not look for Ctrl-C while it computes.

    Args:
        connection: The database; no other query may run on it.
        statement: One statement.
        seconds: Longest time; without it the statement may take any.
        limit: Largest number of rows; without it there are all.

    Raises:
        TokenfallError: The statement failed (DuckDB's message), or took too long.
    """
    stopped = False

    def fetch() -> Result:
        with _explained():
            result = connection.execute(statement)
            names = [column[0] for column in result.description]
            rows: list[Row] = []
            while not stopped and (limit is None or len(rows) <= limit) and (chunk := result.fetchmany(FETCHED)):
                rows += [dict(zip(names, row, strict=True)) for row in chunk]
        return Result(rows[:limit], names, more=limit is not None and len(rows) > limit)

    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(fetch)
        try:
            return running.result(seconds)
        except (KeyboardInterrupt, TimeoutError) as error:
            stopped = True
            _stop(connection, running)
            if isinstance(error, TimeoutError):
                raise TokenfallError(f"the query was stopped after {seconds:g} seconds") from None
            raise


def split_statements(connection: duckdb.DuckDBPyConnection, query: str) -> list[duckdb.Statement]:
    """Return the statements of a text; TokenfallError where it is not SQL."""
    with _explained():
        return connection.extract_statements(query)


def gives_rows(statement: duckdb.Statement) -> bool:
    """Return whether a statement has rows, unlike BEGIN or the type that DuckDB creates before a PIVOT."""
    queried = duckdb.ExpectedResultType.QUERY_RESULT in statement.expected_result_type
    return queried and statement.type != duckdb.StatementType.CREATE


def _stop(connection: duckdb.DuckDBPyConnection, running: Future[Result]) -> None:
    while not running.done():
        connection.interrupt()
        wait([running], STOP_EVERY)


@contextlib.contextmanager
def _explained() -> Generator[None]:
    """Give DuckDB's message with its suggestions, but without the echo of the query."""
    try:
        yield
    except duckdb.Error as error:
        raise TokenfallError(str(error).partition("\n\nLINE ")[0].strip()) from error
