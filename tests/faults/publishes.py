"""Open the published file every 10 ms while it is replaced, and while what replaces it is killed.

Every version has the same number in two tables. A reader opens the file as `tokenfall sql` does and asks each table in
a query of its own: both must answer with one number, and never with an earlier one than before.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import duckdb

from tests.faults.campaign import Outcome
from tests.faults.command import FRESH
from warehouse.errors import TokenfallError
from warehouse.home import Home
from warehouse.store import Writer, open_published, open_writer

READERS = 3
REST = 0.01
"""Seconds between two reads of a reader."""
KILLED_EVERY = 5
ROWS = 10_000
"""Rows of a version: about 2 MB, whose copy takes some milliseconds."""
FILL = """
DELETE FROM raw_page_attempt;
INSERT INTO raw_page_attempt BY NAME
SELECT 'page/' || i AS source, md5(i || $version) || md5($version || i) AS url,
       TIMESTAMP '2026-11-26' AS attempted_at, 'failed' AS outcome, $version AS reason
FROM range($rows) AS _(i);
DELETE FROM _made;
INSERT INTO _made SELECT 'core_model', 'code', '{}', $version, $rows, DATE '2026-11-26', NULL
"""
READ = (
    "SELECT data_version::INTEGER, row_count FROM _made",
    "SELECT reason::INTEGER, count(*) FROM raw_page_attempt GROUP BY reason ORDER BY reason LIMIT 1",
)
Publish = Callable[[Writer], None]


@contextmanager
def publishes(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a published file with readers; an attempt publishes the next version, and every fifth is killed."""
    with watch_publications(folder, READERS, Writer.publish) as attempt:
        yield attempt


@contextmanager
def watch_publications(folder: Path, readers: int, publish: Publish) -> Generator[Callable[[int], Outcome]]:
    """As `publishes`, with another number of readers or another way to publish."""
    publisher = Publisher(folder, publish)
    publisher.publish()
    watchers = [_start(_read_until_stopped, folder) for _ in range(readers)]
    try:
        yield Attack(publisher, [pipe for _, pipe in watchers]).attempt
    finally:
        publisher.kill()
        for process, _ in watchers:
            process.kill()
            process.join()


class Attack:
    """A publisher and the readers of its file."""

    def __init__(self, publisher: Publisher, readers: Sequence[Connection]) -> None:
        self.publisher, self.readers = publisher, readers

    def attempt(self, number: int) -> Outcome:
        """Publish once more, to the end or killed at a random instant; return what the readers saw meanwhile."""
        is_killed = number % KILLED_EVERY == KILLED_EVERY - 1
        if is_killed:
            self.publisher.publish_and_die(random.Random(number))
        else:
            self.publisher.publish()
        reports = [self._ask(reader) for reader in self.readers]
        faults = sorted({fault for _, reader_faults in reports for fault in reader_faults})
        return Outcome(number, "killed" if is_killed else "published", faults, sum(reads for reads, _ in reports))

    @staticmethod
    def _ask(reader: Connection) -> tuple[int, list[str]]:
        reader.send("report")
        return reader.recv()


class Publisher:
    """A process that publishes version after version."""

    def __init__(self, folder: Path, publish: Publish) -> None:
        self.folder, self.how = folder, publish
        self.version = int(time.time())
        """Later than every version of an earlier campaign in the same folder."""
        self.seconds = 0.1
        self.process: BaseProcess | None = None

    def publish(self) -> None:
        """Publish the next version."""
        started = self._begin()
        self.pipe.recv()
        self.seconds = time.monotonic() - started

    def publish_and_die(self, chance: random.Random) -> None:
        """Kill the process at a random instant while it publishes the next version."""
        self._begin()
        self.pipe.poll(chance.uniform(0, self.seconds))
        self.kill()

    def kill(self) -> None:
        """Kill the process with SIGKILL."""
        if self.process:
            self.process.kill()
            self.process.join()
        self.process = None

    def _begin(self) -> float:
        if self.process is None:
            self.process, self.pipe = _start(_publish_until_stopped, self.folder, self.how)
        self.version += 1
        self.pipe.send(self.version)
        self.pipe.recv()  # the rows are committed, and the publication begins
        return time.monotonic()


def _start(target: Callable[..., None], folder: Path, *more: object) -> tuple[BaseProcess, Connection]:
    ours, theirs = FRESH.Pipe()
    process = FRESH.Process(target=target, args=(folder, theirs, *more), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _publish_until_stopped(folder: Path, pipe: Connection, publish: Publish) -> None:
    os.setsid()  # a scheduler that shares processors by session gives each process its own share
    with open_writer(Home(folder)) as warehouse:
        while version := pipe.recv():
            with warehouse.transaction():
                for statement in FILL.split(";"):
                    names = {"version": str(version), "rows": ROWS}
                    used = {name: value for name, value in names.items() if f"${name}" in statement}
                    warehouse.connection.execute(statement, used)
            pipe.send("committed")
            publish(warehouse)
            pipe.send("published")


def _read_until_stopped(folder: Path, pipe: Connection) -> None:
    os.setsid()
    reads, last = 0, 0
    faults: list[str] = []
    while True:
        if pipe.poll(REST):
            pipe.recv()
            pipe.send((reads, faults))
            reads, faults = 0, []
        try:
            versions = _read(Home(folder))
        except (TokenfallError, duckdb.Error) as error:
            faults.append(f"not readable: {str(error).splitlines()[0]}")
        else:
            if len(versions) > 1 or min(versions) < (last, 0):
                faults.append(f"mixed or earlier than {last}: {sorted(versions)}")
            last = max(versions)[0]
        reads += 1


def _read(home: Home) -> set[tuple[int, int]]:
    """Return the version and the number of rows that each query answers with: one pair where the file is whole."""
    with open_published(home) as connection:
        return {connection.execute(query).fetchall()[0] for query in READ}
