"""Kill a run at a random instant with SIGKILL, and check what is left: nothing acknowledged lost, no table torn."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from assets.capture.ledger import CaptureLedger
from tests.pipelines.conftest import call
from tests.pipelines.test_captures import LOCAL, Site, a_page, forget_sources
from warehouse.home import Home
from warehouse.store import Writer

READ_ONLY = "SELECT table_name, data_version, row_count FROM internal._made"


@dataclass
class KillResult:
    """What one kill left behind; every list is empty where all promises were kept.

    Attributes:
        number: Number of the kill, which seeds its instant.
        after_seconds: Seconds between the start of the process and its kill.
        ended: Whether the run had ended by itself before.
        phase: The last step that the run had reported.
        acknowledged: Attempts in the ledger when the process was dead.
        lost: Acknowledged attempts that the next run did not bring back.
        torn: Tables whose rows are not those that their build record describes.
        unreadable: Published files that did not open, with the reason.
        failed: Why the next run failed, in its own words.
    """

    number: int
    after_seconds: float
    ended: bool
    phase: str
    acknowledged: int
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.torn or self.unreadable or self.failed)


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
        self.seconds = 0.0
        """How long the last whole run took."""

    def run_whole(self, number: int) -> list[str]:
        """Run to the end with a new page; return why it failed."""
        self._change_page(2 * number)
        started = time.monotonic()
        ran = call(self.home.path, "run", prefix=self.prefix)
        self.seconds = time.monotonic() - started
        return [] if ran.returncode == 0 else [ran.stderr.strip()[-500:] or f"exit {ran.returncode}"]

    def kill(self, number: int) -> KillResult:
        """Start a run with a new page, kill it at a random instant, check what is left, and run again."""
        self._change_page(2 * number + 1)
        draw = random.Random(number)
        wait = draw.uniform(0, 1.05 * self.seconds)
        with tempfile.TemporaryFile("w+") as output:
            process = self._start(output.fileno())
            ended = self._wait(process, wait)
            output.seek(0)
            phase = output.read().replace("\r", "\n").strip().rpartition("\n")[2][:60]
        acknowledged = CaptureLedger(self.home.capture_ledger).attempts()
        result = KillResult(number, round(wait, 2), ended, phase, len(acknowledged))
        result.unreadable = self._unreadable()
        result.failed = self.run_whole(number + 1)
        stored = self._stored()
        result.lost = [str(attempt.key) for attempt in acknowledged if attempt.key not in stored]
        result.torn = torn_tables(self.home.database) + torn_tables(self.home.published)
        return result

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

    def _change_page(self, number: int) -> None:
        self.site.page = a_page(f"{5 + number / 1000:.3f}")
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
