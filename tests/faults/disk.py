"""Disk trouble wherever tokenfall writes: one line, status 1, what was published stays, and then all is well.

Each attempt answers the writes to one place with one error - no space, no permission, a failing disk, a read-only file
system - while a command runs, and then lets the same command run without trouble.
"""

from __future__ import annotations

import errno
import hashlib
import random
import shutil
import subprocess
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.rebuilding import published_date
from pipelines.settings import utc_today
from tests.faults.campaign import Outcome
from tests.faults.command import RUN
from tests.faults.left_behind import page_faults
from tests.faults.mounting import control, count, lossy_disk
from tests.faults.power import NewPages
from tests.faults.warm import warm_call
from tests.pipelines.conftest import Result, call, only
from tests.pipelines.test_captures import LOCAL, forget_sources
from warehouse.home import Home

NAMES = ("open", "create", "mkdir", "unlink", "rename", "link")
KINDS = {
    "ENOSPC": (errno.ENOSPC, ("write", "create", "mkdir", "link")),
    "EACCES": (errno.EACCES, NAMES),
    "EIO": (errno.EIO, ("write", "fsync")),
    "EROFS": (errno.EROFS, NAMES),
}
"""Each kind of trouble: its error, and the operations that are answered with it."""
ADVICE = ("free space", "make room", "give access", "permit it", "another folder", "run again")
"""What a line says that the user can do: at least one of these."""


@dataclass(frozen=True)
class Place:
    """A place where tokenfall writes.

    Attributes:
        name: What is written there.
        match: The paths on the disk, as a regular expression.
        command: A command that writes there; `{disk}` is the folder beside the home.
        absent: A folder of the home that is deleted first, so that the command makes it.
        deep: How many operations may succeed before the first that fails.
    """

    name: str
    match: str
    command: tuple[str, ...]
    absent: str = ""
    deep: int = 0


FETCH, RUN_OFFLINE = ("fetch", "anthropic"), (*RUN, "--offline")
PLACES = (
    Place("the database", r"^/home/warehouse\.duckdb$", RUN_OFFLINE, deep=100),
    Place("its write-ahead log", r"^/home/warehouse\.duckdb\.wal$", FETCH, deep=3),
    Place("captures", r"^/home/captures", FETCH),
    Place("the ledger of captures", r"^/home/ledger/captures", FETCH),
    Place("the ledger of forecasts", r"^/home/ledger/forecasts", ("forecasts", "register"), "ledger"),
    Place("the published file", r"^/home/published", RUN_OFFLINE, deep=100),
    Place("the report", r"^/home/reports", RUN_OFFLINE, deep=3),
    Place("editions in a run", r"^/home/editions", RUN_OFFLINE, "editions"),
    Place("editions", r"^/home/editions", ("edition",), "editions", deep=40),
    Place("settled.txt", r"^/home/(settled\.txt|\.next-\d+-settled\.txt)$", RUN_OFFLINE),
    Place("Dagster's history", r"^/home/dagster", RUN_OFFLINE, deep=60),
    Place("acknowledged alerts", r"^/home/\.?(next-\d+-)?acknowledged\.json", ("alerts", "--acknowledge", "all")),
    Place("an export", r"^/out", ("export", "{disk}/out"), deep=60),
    Place("a backup", r"^/backup", ("backup", "{disk}/backup"), deep=60),
    Place("a restored home", r"^/restored", ("restore", "{disk}/copy"), deep=60),
    Place("a report elsewhere", r"^/site", ("report", "--out", "{disk}/site"), deep=3),
    Place("the whole home", r"^/home/", RUN_OFFLINE, deep=400),
)
CASES = [
    (place, list(KINDS)[(shift + number) % len(KINDS)])
    for shift in range(len(KINDS))
    for number, place in enumerate(PLACES)
]
"""Every kind of trouble in every place; places come in turn, each time with another kind."""


REAL_KINDS = ("full", "full", "read-only")
COMMANDS = (
    RUN_OFFLINE,
    FETCH,
    ("edition",),
    ("backup", "{disk}/backup"),
    ("export", "{disk}/out"),
    ("report",),
    RUN_OFFLINE,
)


@contextmanager
def planted_troubles(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home, and answer writes with errors under commands."""
    with _prepared(folder) as (base, site):
        yield lambda number: planted_trouble(base, folder / "mount", site, number)


@contextmanager
def real_troubles(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home, and fill or close the file system that it is on."""
    with _prepared(folder) as (base, site):
        yield lambda number: real_trouble(base, folder / "mount", site, number)


@contextmanager
def _prepared(folder: Path) -> Generator[tuple[Path, NewPages]]:
    """Prepare a home of today with tables to build, and a backup beside it."""
    base = folder / "base"
    home = base / "home"
    if published_date(Home(home)) != utc_today():
        shutil.rmtree(base, ignore_errors=True)
    for done, command in (
        (home / "published", RUN_OFFLINE),
        (base / "copy" / "SHA256SUMS", ("backup", str(base / "copy"))),
    ):
        if not done.exists() and (ran := call(home, *command)).returncode:
            raise RuntimeError(ran.stderr)
    forget_sources(home)
    site = NewPages()
    try:
        yield base, site
    finally:
        site.stop()


def planted_trouble(base: Path, mount: Path, site: NewPages, number: int) -> Outcome:
    """Run a command while one place answers with an error, and again without."""
    place, kind = CASES[number % len(CASES)]
    error, operations = KINDS[kind]
    after = random.Random(number).randint(0, place.deep) if number >= len(CASES) else 0
    with lossy_disk(base, mount) as disk:
        trial = Trial(disk, place.command, site)
        if place.absent:
            shutil.rmtree(disk / "home" / place.absent)
        control(disk, "fail", match=place.match, operations=operations, after=after, errno=error)
        ran = trial.run()
        refused = count(disk, "refused")
        control(disk, "fail", match="^$", operations=[], after=0, errno=0)
        faults = list(trial.faults(ran, kind, needs_line=refused > 0))
    return Outcome(number, f"{kind} in {place.name}{'' if refused else ' (not reached)'}", faults)


def real_trouble(base: Path, mount: Path, site: NewPages, number: int) -> Outcome:
    """Run a command on a tmpfs that becomes full, or that is read-only."""
    kind = REAL_KINDS[number % len(REAL_KINDS)]
    command = COMMANDS[number // len(REAL_KINDS) % len(COMMANDS)]
    room = random.Random(number).randrange(80 * 2**20) if kind == "full" else 2**30
    with tmpfs(base, mount, room) as disk:
        trial = Trial(disk, command, site)
        if command == ("edition",):
            shutil.rmtree(disk / "home" / "editions")  # with today's in it there would be nothing to write
        if kind == "read-only":
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        ran = trial.run()
        subprocess.run(["mount", "-o", "remount,rw,size=2G", disk], check=True)
        enough = kind == "full" and ran.returncode == 0
        faults = list(trial.faults(ran, kind, needs_line=not enough))
    return Outcome(number, f"{kind}: {command[0]}{' (room enough)' if enough else ''}", faults)


@contextmanager
def tmpfs(content: Path, mount: Path, room: int) -> Generator[Path]:
    """Mount a file system in memory that holds a copy of a folder, and has room for some more bytes."""
    mount.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2G,mode=755", "tmpfs", mount], check=True)
    try:
        shutil.copytree(content, mount, dirs_exist_ok=True)
        used = shutil.disk_usage(mount).used
        subprocess.run(["mount", "-o", f"remount,size={used + room}", mount], check=True)
        yield mount
    finally:
        subprocess.run(["umount", "--lazy", mount], check=False)


class Trial:
    """A command that runs once with trouble and once without.

    Args:
        disk: A folder with a home, and a backup of it in `copy`.
        command: The command line.
        site: The page that it captures.
    """

    def __init__(self, disk: Path, command: tuple[str, ...], site: NewPages) -> None:
        self.home = Home(disk / ("restored" if command[0] == "restore" else "home"))
        self.published = Home(disk / "home").published
        self.arguments = [argument.format(disk=disk) for argument in command]
        self.prefix = LOCAL.format(page=f"{site.base}/pricing", archive=site.base) + only("_live_source", "out_source")
        self.before = _digest(self.published)

    def run(self) -> Result:
        """Run the command in a process of its own."""
        return warm_call(self.home.path, self.arguments, self.prefix)

    def faults(self, ran: Result, kind: str, *, needs_line: bool) -> Iterator[str]:
        """Yield what is wrong after a run with trouble, and after another without."""
        if needs_line:
            yield from line_faults(ran, kind)
        if _digest(self.published) != self.before:
            if self.arguments[0] != "run":
                yield "what was published has changed"
            yield from (f"published: {reason}" for reason in opening_faults(self.published))
        again = self.run()
        if again.returncode or any(line.startswith("tokenfall") for line in _lines(again)):
            yield f"afterwards: exit {again.returncode}: {again.stderr.strip()[-200:]}"
        if self.arguments[0] == "run":
            yield from page_faults(self.home)


def _lines(ran: Result) -> list[str]:
    """Return what a command printed on stderr, without the size of an export."""
    return [line for line in ran.stderr.splitlines() if not line.startswith("tokenfall: writing about")]


def line_faults(ran: Result, kind: str) -> Iterator[str]:
    """Yield what is wrong with the end of a command that met trouble: status 1 and one line that helps."""
    lines = _lines(ran)
    text = "\n".join(lines)
    if ran.returncode != 1:
        yield f"status {ran.returncode}: {text[-300:]}"
    elif len(lines) != 1 or not text.startswith("tokenfall: "):
        yield f"{len(lines)} lines: {text[-400:]}"
    elif not any(advice in text for advice in ADVICE):
        yield f"no advice after {kind}: {text}"
    elif "/" not in text:
        yield f"no place: {text}"


def opening_faults(published: Path) -> Iterator[str]:
    """Yield why a published file does not open."""
    try:
        with duckdb.connect(str(published), read_only=True) as connection:
            connection.execute("SELECT * FROM headline").fetchall()
    except duckdb.Error as error:
        yield str(error).splitlines()[0]


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
