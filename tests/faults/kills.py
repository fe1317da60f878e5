"""Kill a run at a random instant with SIGKILL, and check what is left: nothing acknowledged lost, no table torn."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from assets.capture.ledger import CaptureLedger
from tests.faults.campaign import Outcome
from tests.pipelines.conftest import call, only
from tests.pipelines.test_captures import HEALTH, LOCAL, PRICES, Site, a_page, forget_sources
from warehouse.home import Home
from warehouse.store import Writer

READ_ONLY = "SELECT table_name, data_version, row_count FROM internal._made"


@contextmanager
def small_kills(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home whose killed runs build what a captured page reaches first."""
    with _victim(folder, only(*PRICES.split(","), *HEALTH)) as victim:
        yield victim.kill


@contextmanager
def full_kills(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home whose killed runs build every table."""
    with _victim(folder, "") as victim:
        yield victim.kill


@contextmanager
def _victim(folder: Path, tables: str) -> Generator[Victim]:
    site = Site()
    try:
        if not (folder / "published").exists() and (first := call(folder, "run", "--offline")).returncode:
            raise RuntimeError(first.stderr)
        victim = Victim(folder, site, tables)
        if reason := victim.run_whole():
            raise RuntimeError(f"the run before the first kill failed: {reason}")
        yield victim
    finally:
        site.stop()


class Victim:
    """A home with one live page, whose runs are killed again and again; each run captures a page with a new price.

    Args:
        home: A home with a published file.
        site: The server of the page.
        tables: Code before the command line, which limits what a run builds; empty for all tables.
    """

    def __init__(self, home: Path, site: Site, tables: str = "") -> None:
        self.home, self.site = Home(home), site
        self.prefix = LOCAL.format(page=f"{site.base}/pricing", archive=site.base) + tables
        self.page_number = int(time.time()) % 900_000
        """So that no page of an earlier campaign in the same home comes again."""
        self.seconds = 0.0
        """How long the last whole run took."""

    def run_whole(self) -> str:
        """Run to the end with a new page; return why it failed."""
        self._change_page()
        started = time.monotonic()
        ran = call(self.home.path, "run", prefix=self.prefix)
        self.seconds = time.monotonic() - started
        return "" if ran.returncode == 0 else ran.stderr.strip()[-500:] or f"exit {ran.returncode}"

    def kill(self, number: int) -> Outcome:
        """Start a run with a new page, kill it at a random instant, check what is left, and run again."""
        self._change_page()
        wait = random.Random(number).uniform(0, 1.05 * self.seconds)
        with tempfile.TemporaryFile("w+") as output:
            process = self._start(output.fileno())
            ended = self._wait(process, wait)
            output.seek(0)
            step = output.read().replace("\r", "\n").strip().rpartition("\n")[2][:40]
        acknowledged = CaptureLedger(self.home.capture_ledger).attempts()
        unreadable = self._unreadable()
        failed = self.run_whole()
        stored = self._stored()
        torn = torn_tables(self.home.database) + torn_tables(self.home.published)
        faults = [f"lost: {attempt.key}" for attempt in acknowledged if attempt.key not in stored]
        faults += [f"torn: {table}" for table in torn] + [f"unreadable: {reason}" for reason in unreadable]
        faults += [f"next run failed: {failed}"] if failed else []
        return Outcome(number, "ended before" if ended else step or "start", faults)

    def _start(self, output: int) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "TOKENFALL_HOME": str(self.home.path)}
        environment.pop("DAGSTER_HOME", None)
        command = [sys.executable, "-c", f"{self.prefix}\nfrom pipelines.cli import main; main()", "run"]
        # A session of its own: the processes that draw pictures are killed with it, as a power cut would.
        return subprocess.Popen(command, stdout=output, stderr=output, env=environment, start_new_session=True)

    @staticmethod
    def _wait(process: subprocess.Popen[bytes], seconds: float) -> bool:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return False
        return True

    def _change_page(self) -> None:
        self.page_number += 1
        self.site.page = a_page(f"5.{self.page_number:06d}")
        forget_sources(self.home.path)

    def _stored(self) -> set[tuple[str, str, object]]:
        with duckdb.connect(str(self.home.database), read_only=True) as connection:
            return set(connection.execute("SELECT source, url, attempted_at FROM raw_page_attempt").fetchall())

    def _unreadable(self) -> list[str]:
        try:
            return torn_tables(self.home.published)
        except duckdb.Error as error:
            return [str(error).splitlines()[0]]


def torn_tables(file: Path) -> list[str]:
    """Return the tables of a database file whose rows are not those that their build record describes."""
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'; SET search_path = 'main,internal'")
        with file.open("rb") as opened:
            reader = Writer(Home(file.parent), connection, opened)
            return [
                f"{file.name}: {table} has {rows} rows, {reader.content_version(table)[1]} are there"
                for table, version, rows in connection.execute(READ_ONLY).fetchall()
                if table != "raw_capture" and reader.content_version(table) != (version, rows)
            ]
