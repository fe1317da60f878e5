"""Free SQL on the published file: one query, or an interactive shell."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import click
import duckdb

from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.query import Row, rows_of
from warehouse.store import open_published

RowPrinter = Callable[[Sequence[Row], Sequence[str]], None]
"""Called with the rows of a result and its column names."""
DOT_COMMAND = re.compile(r"\.[A-Za-z]")
"""Start of a line that is a dot command in other shells."""
LEAVE = {"exit", "quit", ".exit", ".quit", "\\q"}


def run_query(home: Home, query: str, show: RowPrinter, *, many: bool) -> None:
    """Show the result of each statement of `query`; `many` = there may be more than one result.

    Raises a usage error for a query without a statement or with too many results, and TokenfallError with DuckDB's
    message where a statement fails.
    """
    with open_published(home, internal=False) as connection:
        statements = _statements(connection, query)
        if not statements:
            raise click.UsageError("the query is empty: give a statement, or no QUERY for the shell")
        if not many and sum(map(_gives_rows, statements)) > 1:
            raise click.UsageError("JSON and CSV hold one result: give one statement at a time")
        _show_all(connection, statements, show)


def run_shell(home: Home, show: RowPrinter) -> None:
    """Read statements that end in a semicolon until the input ends; after an error or Ctrl-C the shell goes on."""
    prompt = sys.stdin.isatty()
    with open_published(home, internal=False) as connection:
        if prompt:
            print("Read-only SQL. End statements with ; SHOW TABLES; lists the tables, exit leaves.")
        for query in _read_queries(prompt):
            try:
                _show_all(connection, _statements(connection, query), show)
            except TokenfallError as error:
                print(f"tokenfall: {' '.join(str(error).split())}", file=sys.stderr)
            except KeyboardInterrupt:
                if not prompt:
                    raise
                print("tokenfall: interrupted", file=sys.stderr)


def _show_all(connection: duckdb.DuckDBPyConnection, statements: Sequence[duckdb.Statement], show: RowPrinter) -> None:
    for statement in statements:
        with _explained():
            rows, names = _run(connection, statement)
        if _gives_rows(statement):
            show(rows, names)


def _run(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> tuple[list[Row], list[str]]:
    """Return rows and column names; Ctrl-C ends the query.

    The query runs in a thread of its own: DuckDB 2.0 does not look for Ctrl-C while it computes.
    """

    def fetch() -> tuple[list[Row], list[str]]:
        result = connection.execute(statement)
        return rows_of(result), [column[0] for column in result.description]

    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(fetch)
        try:
            return running.result()
        except KeyboardInterrupt:
            connection.interrupt()
            raise


def _statements(connection: duckdb.DuckDBPyConnection, query: str) -> list[duckdb.Statement]:
    with _explained():
        return connection.extract_statements(query)


def _gives_rows(statement: duckdb.Statement) -> bool:
    """Return whether a statement has rows, unlike BEGIN or the type that DuckDB creates before a PIVOT."""
    queried = duckdb.ExpectedResultType.QUERY_RESULT in statement.expected_result_type
    return queried and statement.type != duckdb.StatementType.CREATE


@contextlib.contextmanager
def _explained() -> Generator[None]:
    """Give DuckDB's message with its suggestions, but without the echo of the query."""
    try:
        yield
    except duckdb.Error as error:
        raise TokenfallError(str(error).partition("\n\nLINE ")[0].strip()) from error


def _read_queries(prompt: bool) -> Iterator[str]:
    """Yield each text that ends in a semicolon; Ctrl-C at the prompt discards the text so far."""
    if prompt:
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401 - lets input() edit lines and remember them
    query = ""
    while True:
        try:
            line = input(("       ...> " if query else "tokenfall> ") if prompt else "")
        except EOFError:
            break
        except KeyboardInterrupt:
            if not prompt:
                raise
            print()
            query = ""
            continue
        if prompt and not query and line.strip().rstrip(";").lower() in LEAVE:
            return
        if prompt and not query and DOT_COMMAND.match(line.strip()):
            print("tokenfall: there are no dot commands; SHOW TABLES; lists the tables, exit leaves", file=sys.stderr)
            continue
        query += line + "\n" if query or line.strip() else ""
        if query.strip().endswith(";"):
            yield query
            query = ""
    if prompt:
        print()
    if query.strip():
        yield query
