"""One real run that tests read from, a small warehouse to try one SQL file on, and where tests find real files.

The small warehouse has real tables in a real file, which are emptied again after every test.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.pipelines.conftest import AS_OF, RECORD, Result, call
from warehouse.home import Home
from warehouse.store import Writer, open_writer

# A job in the background of a shell ignores Ctrl-C, and so would the commands that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How fast a machine is decides no test.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "assets"
SHARED = ROOT.parent / "shared"
"""Real pages, releases and lists beside the repository: a test that reads them carries the mark `shared`."""
Rows = list[tuple[Any, ...]]
DULL = {"BOOLEAN": "false", "DATE": "2020-01-01", "TIMESTAMP": "2020-01-01", "VARCHAR": "some"}
"""What a column that may not be NULL holds when a test does not care; a number is 1."""
DULL_ROWS: dict[tuple[Path, str], Mapping[str, object]] = {}
"""Rows of such columns by home and table: to ask for the columns takes longer than to insert rows."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip the tests of real files where there are none; skipped here, all of them are one line of the summary."""
    if item.get_closest_marker("shared") and not SHARED.exists():
        pytest.skip("the real files of ../shared are not on this machine")


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A home with a space and an umlaut in its name, and the output of the first run in it; files read are recorded.

    The processes of pytest-xdist share one run: the first makes it, and each has a copy of the home.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "Prüf stand"
    shared.mkdir(exist_ok=True)
    output = shared / "output.json"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not output.exists():
            home = shared / "data"
            ran = call(home, "run", "--offline", "--as-of", AS_OF, prefix=f"{RECORD}({str(home)!r})")
            assert ran.returncode == 0, ran.stderr
            output.write_text(json.dumps([ran.args, ran.returncode, ran.stdout, ran.stderr]), encoding="utf-8")
    own = Path(shutil.copytree(shared, tmp_path_factory.mktemp("Prüf stand") / "own"))
    texts = output.read_text(encoding="utf-8").replace(json.dumps(str(shared))[1:-1], json.dumps(str(own))[1:-1])
    return own / "data", Result(*json.loads(texts))


@pytest.fixture(scope="session")
def published(first_run: tuple[Path, Result]) -> Path:
    """The home of the first run; only read from it."""
    return first_run[0]


@pytest.fixture
def own_home(published: Path, tmp_path: Path) -> Path:
    """A copy of the home that a test may change."""
    return Path(shutil.copytree(published, tmp_path / "home"))


@pytest.fixture(scope="session")
def shared_writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """One warehouse for all: its migrations and comments take a third of a second."""
    with open_writer(Home(tmp_path_factory.mktemp("small") / "home")) as opened:
        yield opened


@pytest.fixture
def writer(shared_writer: Writer) -> Iterator[Writer]:
    """The warehouse with empty tables; what a test writes is rolled back."""
    shared_writer.connection.begin()
    yield shared_writer
    shared_writer.connection.rollback()


def fill(writer: Writer, table: str, *rows: Mapping[str, object]) -> None:
    """Insert rows of which only the columns that matter are given."""
    key = writer.home.path, table
    dull = DULL_ROWS.get(key) or DULL_ROWS.setdefault(key, dull_row(writer, table))
    for row in rows:
        assert set(row) <= set(dull), set(row) - set(dull)
    writer.insert_rows(table, [{**dull, **row} for row in rows])


def dull_row(writer: Writer, table: str) -> Mapping[str, object]:
    """A row of a table in which nothing matters."""
    columns = writer.connection.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = ?", [table]
    ).fetchall()
    return {name: None if nullable else DULL.get(type_, "1") for name, type_, nullable in columns}


def qualify(writer: Writer, model_id: str, bar: str = "bar", bound: str = "central", **more: object) -> None:
    """Let a model qualify for a bar, however the answer is given."""
    for answered_by in ("non-reasoning", "reasoning", "any"):
        row = {"bar": bar, "bound": bound, "answered_by": answered_by, "model_id": model_id}
        fill(writer, "core_bar_member", {**row, **more})


def make(writer: Writer, table: str, file: str, **parameters: object) -> None:
    """Fill a table from one of the SQL files, named below `assets/`."""
    writer.insert_select(table, (ASSETS / file).read_text(encoding="utf-8"), parameters)


def read(writer: Writer, query: str) -> Rows:
    """The rows of a query, dates and decimals as text, so that a test can state them plainly."""
    rows = writer.connection.execute(query).fetchall()
    return [tuple(cell if isinstance(cell, bool | int | float | None) else str(cell) for cell in row) for row in rows]
