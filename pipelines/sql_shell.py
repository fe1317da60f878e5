"""The shell of `tokenfall sql`: statements that end in a semicolon, and dot commands, on the published file."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assets.formats import visible
from pipelines.names import suggestion
from pipelines.output import show as show_rows
from pipelines.sql import RowPrinter, show_results, split_statements
from pipelines.sql_completion import Catalog, read_catalog
from pipelines.sql_lines import open_lines
from warehouse import query
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import open_published

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
LEAVE = {"exit", "quit", ".exit", ".quit", "\\q"}
HELP = """\
.tables           the tables and views, with what one row is
.schema [TABLE]   the columns of a table, with their types and comments; without TABLE of all, in short
.help             this list
exit              leave; so do .quit and Ctrl-D
Statements end with ; and may run over several lines. Tab completes names of tables, columns and commands.
Ctrl-C stops a query. The file cannot be changed here."""


def run_shell(home: Home, show: RowPrinter) -> None:
    """Answer statements and dot commands until the input ends; after an error or Ctrl-C the shell goes on.

    Args:
        home: Where the published file is, and on a terminal the file of the history.
        show: Shows the rows of a result.

    Raises:
        TokenfallError: Nothing is published.
    """
    terminal = sys.stdin.isatty()
    with open_published(home, internal=False) as connection:
        shell = Shell(connection, read_catalog(connection), show)
        read_line = open_lines(home.sql_history, shell.complete) if terminal else _read_piped
        if terminal:
            print("Read-only SQL. End statements with ; .help lists what else there is, exit leaves.")
        while shell.is_open:
            try:
                shell.take(read_line(shell.prompt))
            except TokenfallError as error:
                print(f"tokenfall: {visible(' '.join(str(error).split()))}", file=sys.stderr)
            except KeyboardInterrupt:
                if not terminal:
                    raise
                shell.text = ""
                print("\ntokenfall: interrupted", file=sys.stderr)


class Shell:
    """What a shell does with each line.

    Attributes:
        text: The lines of the statement that is not complete yet.
        is_open: Whether it takes another line.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalog: Catalog, show: RowPrinter) -> None:
        self.connection = connection
        self.catalog = catalog
        self.show = show
        self.text = ""
        self.is_open = True
        self.commands: dict[str, Callable[[str], None]] = {
            ".tables": self._list_tables,
            ".schema": self._describe,
            ".help": lambda _: print(HELP),
        }

    @property
    def prompt(self) -> str:
        """What is shown before the next line."""
        return "       ...> " if self.text else "tokenfall> "

    def complete(self, line: str, word: str) -> list[str]:
        """Return what `word`, the last of a line, may become."""
        if not self.text and line.lstrip().startswith("."):
            line = line.lstrip()
            return self.catalog.complete_command(line, word, (*self.commands, ".quit"))
        return self.catalog.complete_sql(self.text + line, word)

    def take(self, line: str | None) -> None:
        """Run what a line completes, a statement or a command; None is the end of the input.

        Raises:
            TokenfallError: That failed; the reason.
        """
        words = (line or "").split()
        if line is None or (not self.text and line.strip().rstrip(";").lower() in LEAVE):
            self.is_open = False
            self._run(self.text)
        elif not self.text and words and words[0].startswith("."):
            self._run_command(words[0].lower(), " ".join(words[1:]))
        elif self.text or words:
            self.text += f"{line}\n"
            # SQLite is asked only whether a semicolon outside texts and comments ends it.
            if sqlite3.complete_statement(self.text):
                self._run(self.text)

    def _run(self, text: str) -> None:
        self.text = ""
        show_results(self.connection, split_statements(self.connection, text), self.show)

    def _run_command(self, name: str, argument: str) -> None:
        if name not in self.commands:
            raise TokenfallError(f"no command {name}{suggestion(name, self.commands)} .help lists the commands")
        self.commands[name](argument.rstrip(";").strip())

    def _list_tables(self, _: str) -> None:
        tables = query.rows(self.connection, HERE / "list_user_tables.sql")
        longest = max((len(table["name"]) for table in tables), default=0)
        room = max(shutil.get_terminal_size().columns - longest - 2, 20)
        for table in tables:
            print(f"{table['name']:{longest}}  {textwrap.shorten(table['comment'] or '', room, placeholder=' ...')}")

    def _describe(self, table: str) -> None:
        if not table:
            for name, columns in self.catalog.columns.items():
                print(f"{name}({', '.join(columns)})")
            return
        if table not in self.catalog.columns:
            raise TokenfallError(f"no table {table!r}{suggestion(table, self.catalog.columns)} .tables lists them")
        rows = query.rows(self.connection, HERE / "list_columns.sql")
        show_rows(
            [
                {"column": row["column_name"], "type": row["data_type"], "comment": row["comment"]}
                for row in rows
                if row["table_name"] == table
            ],
            "table",
            wrap="comment",
        )


def _read_piped(_: str) -> str | None:
    """Return the next line of a file or pipe, without a prompt; None at its end."""
    line = sys.stdin.readline()
    return line.rstrip("\r\n") if line else None
