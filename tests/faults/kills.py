"""Kill a run at a random instant with SIGKILL, and check what is left: nothing acknowledged lost, no table torn.

Every run is `tokenfall run` with a page served over HTTP, whose price is new each time. Small runs build few tables in
warm processes; full ones are the whole command in a fresh process.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import duckdb

from assets.capture.attempts import CaptureAttempt
from assets.capture.ledger import CaptureLedger
from assets.forecasts.registered.ledger import Ledger
from assets.forecasts.registered.verify import verify
from pipelines.definitions import build_defs
from pipelines.stale import list_tables
from tests.faults.campaign import Outcome
from tests.faults.command import RUN, START, Command, warm_up
from tests.faults.small_home import REBUILT, build_small_home, fit_again, limit_to, modules_of_a_run, serve_page
from tests.pipelines.conftest import call
from tests.pipelines.test_captures import Site, a_page
from warehouse.home import Home
from warehouse.store import Writer

LIST_RECORDS = "SELECT table_name, data_version, row_count FROM internal._made"
PHASES = {START: "start", "live pages": "capture", "captures": "capture", "publish": "publish", "report": "report"}
"""What a run is at, by step; every other step is a table: a fit in the subjects below, else core."""
AGAIN = 0.7
"""Share of the kills after which the next run is killed too."""
FITS = ("trends", "forecasts")
REFITTED = ("_live_source", "_release_source", "out_trend", "out_driver", "out_frontier", "out_verdict")


@contextmanager
def small_kills(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a small home whose runs are killed."""
    with serve_page() as (site, local):
        build_small_home(folder, local)
        warm_up(modules_of_a_run(folder, local))
        victim = Victim(folder, site, local + limit_to(*REBUILT) + fit_again("out_trend"), fresh=False)
        victim.run_first()
        yield victim.kill


@contextmanager
def full_kills(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home whose killed runs build every table that a new price reaches, and all that follows."""
    if not (folder / "published").exists() and (first := call(folder, "run", "--offline")).returncode:
        raise RuntimeError(first.stderr)
    with serve_page() as (site, local):
        victim = Victim(folder, site, local + fit_again(*REFITTED), fresh=True)
        victim.run_first()
        yield victim.kill


class Victim:
    """A home with one live page, whose runs are killed again and again; each run captures a page with a new price.

    Args:
        home: A home with a published file.
        site: The server of the page.
        prefix: Code before the command line.
        fresh: Whether each run starts Python anew.
    """

    def __init__(self, home: Path, site: Site, prefix: str, *, fresh: bool) -> None:
        self.home, self.site, self.prefix, self.fresh = Home(home), site, prefix, fresh
        self.subjects = {table.name: table.subject for table in list_tables(build_defs())}
        self.page_number = int(time.time()) % 900_000
        """So that no page of an earlier campaign in the same home comes again."""
        self.seconds: Mapping[str, float] = {}
        """How long the last whole run was in each phase."""

    def run_first(self) -> None:
        """Run to the end before the first kill."""
        if reason := self._run_whole():
            raise RuntimeError(f"the run before the first kill failed: {reason}")

    def kill(self, number: int) -> Outcome:
        """Kill a run in a random phase at a random instant, and check what is left; some kills follow on each other.

        After the others a run has to succeed, and what was acknowledged before the kill is still there.
        """
        chance = random.Random(number)
        phase = chance.choice(sorted(self.seconds))
        command = self._command()
        command.start()
        ended = command.wait(until=lambda step: self.phase(step) == phase)
        ended = ended or command.wait(chance.uniform(0, self.seconds[phase]))
        command.kill()
        acknowledged = CaptureLedger(self.home.capture_ledger).attempts()
        faults = [f"after the kill: {fault}" for fault in self._check(acknowledged)]
        again = chance.random() < AGAIN
        if not again and (failed := self._run_whole()):
            faults.append(f"the next run failed: {failed}")
        faults += [] if again else self._check(acknowledged)
        case = "ended before" if ended else self.phase(command.step)
        return Outcome(number, case, faults, executions=1 if again else 2)

    def _check(self, acknowledged: Sequence[CaptureAttempt]) -> list[str]:
        """Return what is not as promised in the database, the published file and the ledger of forecasts."""
        stored = self._stored()
        return [
            *(f"lost: {attempt.key}" for attempt in acknowledged if attempt.key not in stored),
            *self._faults_of(self.home.database),
            *self._faults_of(self.home.published),
            *(f"{fault.where}: {fault.text}" for fault in verify(Ledger.of(self.home))),
        ]

    def phase(self, step: str) -> str:
        """Return what a run is at from the start of a step."""
        return PHASES.get(step) or ("fit" if self.subjects.get(step) in FITS else "core")

    def _run_whole(self) -> str:
        """Run to the end with a new page; return why it failed."""
        command = self._command()
        reason = command.run()
        if not reason:
            self.seconds = self._seconds(command.steps)
        return reason

    def _seconds(self, steps: Sequence[tuple[float, str]]) -> dict[str, float]:
        seconds: dict[str, float] = defaultdict(float)
        for (since, step), (until, _) in pairwise(steps):
            seconds[self.phase(step)] += until - since
        return seconds

    def _command(self) -> Command:
        """Return a run that finds a new page."""
        self.page_number += 1
        self.site.page = a_page(f"5.{self.page_number:06d}")
        return Command(self.home.path, RUN, self.prefix, fresh=self.fresh)

    def _stored(self) -> set[tuple[str, str, object]]:
        with duckdb.connect(str(self.home.database), read_only=True) as connection:
            return set(connection.execute("SELECT source, url, attempted_at FROM raw_page_attempt").fetchall())

    @staticmethod
    def _faults_of(file: Path) -> list[str]:
        try:
            return [f"torn: {table}" for table in torn_tables(file)]
        except duckdb.Error as error:
            return [f"{file.name} cannot be read: {str(error).splitlines()[0]}"]


def torn_tables(file: Path) -> list[str]:
    """Return the tables of a database file whose rows are not those that their build record describes."""
    with duckdb.connect(str(file), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'; SET search_path = 'main,internal'")
        with file.open("rb") as opened:
            reader = Writer(Home(file.parent), connection, opened)
            return [
                f"{file.name}: {table} has {rows} rows, {reader.content_version(table)[1]} are there"
                for table, version, rows in connection.execute(LIST_RECORDS).fetchall()
                if table != "raw_capture" and reader.content_version(table) != (version, rows)
            ]
