"""Run while the clock does what clocks do: summer time, a leap day, set back, midnight; and two runs at once.

The clock is that of libfaketime (Debian: faketime) in a fresh process, which also has the local time zone. The answers
of a run in a zone are compared with those of a run at the same instant in UTC.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from assets.capture.attempts import CaptureAttempt
from assets.capture.ledger import CaptureLedger
from tests.faults.campaign import Outcome
from tests.faults.command import Command
from tests.faults.kills import torn_tables
from tests.faults.reruns import rows_of
from tests.faults.small_home import REBUILT, build_small_home, fit_again, limit_to, serve_page
from warehouse.home import Home

LIBRARIES = "/usr/lib/*-linux-gnu/faketime/libfaketimeMT.so.1"
LIST_TIMED_TABLES = "SELECT DISTINCT table_name FROM duckdb_columns() WHERE data_type = 'TIMESTAMP'"
"""Tables with the instants of captures, which differ by the time that a run takes."""
LIST_DATES = "SELECT DISTINCT as_of::VARCHAR FROM internal._made WHERE list_contains($1, table_name)"
ZONES = [
    ("Europe/Berlin", datetime(2027, 3, 28, 1)),
    ("Europe/Berlin", datetime(2027, 10, 31, 1)),
    ("America/New_York", datetime(2027, 3, 14, 7)),
    ("America/New_York", datetime(2027, 11, 7, 6)),
]
"""Zones, and the instants in UTC at which their local clocks are set."""
LEAP_NIGHT = datetime(2028, 2, 29, 23, 30)
"""In Berlin March has begun."""
MINUTE = timedelta(minutes=1)


def library() -> str | None:
    """Return the file of libfaketime, if it is installed."""
    return next((str(path) for path in sorted(Path("/").glob(LIBRARIES[1:]))), None)


def at(clock: Path, zone: str = "UTC") -> dict[str, str]:
    """Return the environment of a process with the clock in a file (see `set_clock`) and a time zone."""
    return {
        "LD_PRELOAD": library() or "",
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "TZ": zone,
    }


def set_clock(clock: Path, instant: datetime) -> None:
    """Let the clock in a file show an instant in UTC and go on from there, also in processes that run."""
    draft = clock.with_suffix(".next")
    draft.write_text(f"{round((instant - datetime.now(UTC).replace(tzinfo=None)).total_seconds()):+d}")
    draft.replace(clock)


@contextmanager
def clocks(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a small home, of which each case has a copy."""
    if library() is None:
        raise RuntimeError("the campaign of clocks needs libfaketime: apt-get install faketime")
    with serve_page() as (_, local):
        build_small_home(folder / "home", local)
        prefix = local + limit_to(*REBUILT) + fit_again("out_trend")
        cases = list(CASES)

        def attempt(number: int) -> Outcome:
            name = cases[number % len(cases)]
            home = folder / f"case-{number}"
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(folder / "home", home)
            return Outcome(number, name, list(CASES[name](ClockCase(home, prefix))))

        yield attempt


@dataclass
class ClockCase:
    """A home in which the clock is changed between runs."""

    home: Path
    prefix: str

    def command(self, zone: str | None = None) -> Command:
        """Return a run with the clock of this case, or with that of the machine where there is no zone."""
        return Command(self.home, ("run",), self.prefix, environment=at(self.clock, zone) if zone else {})

    @property
    def clock(self) -> Path:
        """The file with the clock."""
        return self.home.with_name(f"{self.home.name}.clock")

    def run(self, start: datetime, zone: str = "UTC", then: datetime | None = None) -> Iterator[str]:
        """Run from an instant on, with the clock set to another one before pages are captured; yield broken promises.

        The run is one of the day on which it started, in UTC.
        """
        before = len(self.attempts())
        set_clock(self.clock, start)
        command = self.command(zone)
        command.start()
        if then and not command.wait(until="live pages".__eq__):
            set_clock(self.clock, then)
        command.wait()
        if command.status or f"as of {start.date()}" not in command.output:
            yield f"the run at {start} in {zone} ended with {command.status}: {command.output.strip()[-500:]}"
            return
        times = [attempt.attempted_at for attempt in self.attempts()[before:]]
        if len(times) != 1 or not start <= times[0] <= (then or start) + 30 * MINUTE:
            yield f"the captures at {start} are dated {times}"
        yield from self.check()

    def check(self) -> Iterator[str]:
        """Yield what is torn or lost."""
        yield from torn_tables(Home(self.home).database)
        with duckdb.connect(str(Home(self.home).database), read_only=True) as connection:
            stored = connection.execute("SELECT count(*) FROM raw_page_attempt").fetchall()[0][0]
        if stored != len(self.attempts()):
            yield f"{stored} attempts are stored, {len(self.attempts())} in the ledger"

    def attempts(self) -> list[CaptureAttempt]:
        """Return the ledger of captures, whose chain is verified by reading it."""
        return CaptureLedger(Home(self.home).capture_ledger).attempts()

    def answers(self) -> dict[str, tuple[str, int]]:
        """Return the digest of every published table without instants, and without versions of tables with instants."""
        with duckdb.connect(str(Home(self.home).published), read_only=True) as connection:
            timed = {table for (table,) in connection.execute(LIST_TIMED_TABLES).fetchall()}
        return {table: rows for table, rows in rows_of(self.home).items() if table not in {*timed, "_made"}}


def change_of(zone: str, change: datetime) -> Callable[[ClockCase], Iterator[str]]:
    """Return the case of a run during which the local clock is set for summer time or back."""

    def case(home: ClockCase) -> Iterator[str]:
        copy = home.home.with_name(f"{home.home.name}-utc")
        shutil.rmtree(copy, ignore_errors=True)
        twin = ClockCase(Path(shutil.copytree(home.home, copy)), home.prefix)
        yield from home.run(change - MINUTE, zone, change + MINUTE)
        yield from twin.run(change - MINUTE, "UTC", change + MINUTE)
        differing = [table for table, rows in twin.answers().items() if home.answers()[table] != rows]
        yield from (f"{table} differs from the run in UTC" for table in differing)

    return case


def leap_day(home: ClockCase) -> Iterator[str]:
    """Run on the evening of a leap day, and a day later."""
    yield from home.run(LEAP_NIGHT, "Europe/Berlin")
    yield from home.run(LEAP_NIGHT + timedelta(days=1), "Europe/Berlin")


def set_back(by: timedelta) -> Callable[[ClockCase], Iterator[str]]:
    """Return the case of a clock that is set back after a run, and set right after the next."""

    def case(home: ClockCase) -> Iterator[str]:
        noon = datetime(2027, 6, 1, 12)
        for start in (noon, noon - by, noon + timedelta(hours=1)):
            yield from home.run(start)

    return case


def midnight(home: ClockCase) -> Iterator[str]:
    """Run over midnight in UTC."""
    start = datetime(2027, 6, 1, 23, 59)
    yield from home.run(start, "UTC", start + 2 * MINUTE)
    with duckdb.connect(str(Home(home.home).database), read_only=True) as connection:
        dates = connection.execute(LIST_DATES, [[*REBUILT]]).fetchall()
    if dates != [("2027-06-01",)]:
        yield f"tables are as of {dates}"


def two_at_once(home: ClockCase) -> Iterator[str]:
    """Start a second run at three instants of a first: the second says so in one line, the first goes on."""
    first = home.command()
    first.start()
    for step in ("live pages", "captures", "out_trend"):
        if first.wait(until=step.__eq__):
            yield f"the first run ended before {step}: {first.output.strip()[-300:]}"
            break
        first.stop()  # so that it has not ended before the second has begun
        second = home.command()
        second.run()
        first.go_on()
        lines = second.output.strip().splitlines()
        if second.status != 1 or len(lines) != 1 or "another tokenfall run is writing" not in lines[0]:
            yield f"the second run at {step} ended with {second.status}: {second.output.strip()[-300:]}"
    first.wait()
    if first.status:
        yield f"the first run ended with {first.status}: {first.output.strip()[-300:]}"
    yield from home.check()


CASES: dict[str, Callable[[ClockCase], Iterator[str]]] = {
    "two at once": two_at_once,
    "midnight": midnight,
    "set back by a day": set_back(timedelta(days=1)),
    "set back by an hour": set_back(timedelta(hours=1)),
    "leap day": leap_day,
    **{f"{zone} {change:%Y-%m-%d}": change_of(zone, change) for zone, change in ZONES},
}
