"""Build the same day again and again, and after runs that failed half-way: every table has the same rows.

Runs are warm and offline, and build the tables of a small home from nothing. The rows of a table are compared as a set
with their repetitions, by a digest of all columns: no column of these tables holds the time of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tests.faults.campaign import Outcome
from tests.faults.command import Command, warm_up
from tests.faults.small_home import build_small_home, every_table, fit_again, limit_to, modules_of_a_run, serve_page

RERUNS = 5
"""The first attempts only run again; the others fail first."""
BREAK = """
import os, signal
from warehouse.store import Writer
write, calls = Writer.{method}, 0
def break_or_write(*arguments):
    global calls
    calls += 1
    if calls == {number}:
        {how}
    return write(*arguments)
Writer.{method} = break_or_write
"""
WAYS = {
    "exception": "raise RuntimeError('injected')",
    "full disk": "raise OSError(28, 'No space left on device', 'warehouse.duckdb')",
    "kill": "os.kill(os.getpid(), signal.SIGKILL)",
}
PLACES = ("record_build", "insert_select", "insert_rows", "publish")
"""After a table's rows, before they are committed; while they are written; before the file is replaced."""


@contextmanager
def reruns(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a small home, and the rows of its tables after the first run."""
    with serve_page() as (_, local):
        build_small_home(folder, local)
        warm_up(modules_of_a_run(folder, local))
    tables = every_table()
    rerun = Rerun(folder, limit_to(*tables), fit_again(*tables))
    if reason := rerun.command(again=True).run():
        raise RuntimeError(f"the first run failed: {reason}")
    rerun.expected = rows_of(folder)
    yield rerun.attempt


class Rerun:
    """A home that is built again.

    Attributes:
        home: The home.
        prefix: Code before each command.
        again: Code before a command that is to build every table again.
        expected: The digest and number of rows of each published table.
    """

    def __init__(self, home: Path, prefix: str, again: str) -> None:
        self.home, self.prefix, self.again = home, prefix, again
        self.expected: dict[str, tuple[str, int]] = {}

    def command(self, *, again: bool, more: str = "") -> Command:
        """Return a run; one that is not to build every table again builds what is stale."""
        prefix = self.prefix + (self.again if again else "") + more
        return Command(self.home, ("run", "--offline"), prefix, fresh=False)

    def attempt(self, number: int) -> Outcome:
        """Build everything again, after a failure at another table or write where the number says so."""
        if number < RERUNS:
            case, reason = "again", self.command(again=True).run()
            return Outcome(number, case, self._faults(reason))
        way, place = list(WAYS)[number % len(WAYS)], PLACES[number % len(PLACES)]
        at = 1 if place == "publish" else 1 + number * 7 % 16
        broken = self.command(again=True, more=BREAK.format(method=place, number=at, how=WAYS[way])).run()
        faults = [] if broken else [f"{way} at {place} {at} did not stop the run"]
        faults += self._faults(self.command(again=False).run())
        return Outcome(number, f"{way} at {place}", faults, executions=2)

    def _faults(self, reason: str) -> list[str]:
        rows = rows_of(self.home)
        return [
            *([f"the run failed: {reason}"] if reason else []),
            *(f"{table}: other rows" for table in self.expected if rows.get(table) != self.expected[table]),
        ]


def rows_of(home: Path) -> dict[str, tuple[str, int]]:
    """Return a digest of the rows of every published table, independent of their order, and their number."""
    with duckdb.connect(str(home / "published" / "tokenfall.duckdb"), read_only=True) as connection:
        tables = connection.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall()
        return {
            table: connection.execute(
                f'SELECT sum(hash(t)::HUGEINT)::VARCHAR, count(*) FROM "{schema}"."{table}" t'
            ).fetchall()[0]
            for schema, table in tables
        }
