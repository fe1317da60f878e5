"""Disk trouble wherever tokenfall writes: one line, status 1, what was published stays, and then all is well.

Each attempt answers the writes to one place with one error - no space, no permission, a failing disk, a read-only file
system - while a command runs, and then lets the same command run without trouble.
"""

from __future__ import annotations

import errno
import hashlib
import random
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.faults.campaign import Outcome
from tests.faults.left_behind import page_faults
from tests.faults.mounting import control, count, lossy_disk
from tests.faults.power import NewPages
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
        changes: Code before the command line, which makes the command write there.
        deep: How many operations may succeed before the first that fails.
    """

    name: str
    match: str
    command: tuple[str, ...]
    changes: str = ""
    deep: int = 0


FETCH, RUN = ("fetch", "anthropic"), ("run", "--offline")
PLACES = (
    Place("the database", r"^/home/warehouse\.duckdb$", RUN, deep=100),
    Place("its write-ahead log", r"^/home/warehouse\.duckdb\.wal$", FETCH, deep=3),
    Place("captures", r"^/home/captures", FETCH),
    Place("the ledger of captures", r"^/home/ledger/captures", FETCH),
    Place("the ledger of forecasts", r"^/home/ledger/forecasts", ("forecasts", "register")),
    Place("the published file", r"^/home/published", RUN, deep=100),
    Place("the report", r"^/home/reports", RUN, deep=3),
    Place("editions in a run", r"^/home/editions", RUN),
    Place("editions", r"^/home/editions", ("edition",), deep=40),
    Place("settled.txt", r"^/home/(settled\.txt|\.next-\d+-settled\.txt)$", RUN),
    Place("Dagster's history", r"^/home/dagster", RUN, deep=60),
    Place("acknowledged alerts", r"^/home/\.?(next-\d+-)?acknowledged\.json", ("alerts", "--acknowledge", "all")),
    Place("an export", r"^/out", ("export", "{disk}/out"), deep=60),
    Place("a backup", r"^/backup", ("backup", "{disk}/backup"), deep=60),
    Place("a restored home", r"^/restored", ("restore", "{disk}/copy"), deep=60),
    Place("a report elsewhere", r"^/site", ("report", "--out", "{disk}/site"), deep=3),
    Place("the whole home", r"^/home/", RUN, deep=400),
)
CASES = [
    (place, list(KINDS)[(shift + number) % len(KINDS)])
    for shift in range(len(KINDS))
    for number, place in enumerate(PLACES)
]
"""Every kind of trouble in every place; places come in turn, each time with another kind."""


@contextmanager
def disk_trouble(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home, with a backup beside it, and break the disk under commands."""
    base = folder / "base"
    home = base / "home"
    if not (base / "copy" / "SHA256SUMS").exists():
        for arguments in (() if (home / "published").exists() else (RUN,)), (("backup", str(base / "copy")),):
            for command in arguments:
                if (ran := call(home, *command)).returncode:
                    raise RuntimeError(ran.stderr)
    shutil.rmtree(home / "editions", ignore_errors=True)
    shutil.rmtree(home / "ledger" / "forecasts", ignore_errors=True)
    forget_sources(home)
    site = NewPages()
    try:
        yield lambda number: trouble(base, folder / "mount", site, number)
    finally:
        site.stop()


def trouble(base: Path, mount: Path, site: NewPages, number: int) -> Outcome:
    """Run a command with trouble in one place, and again without."""
    place, kind = CASES[number % len(CASES)]
    error, operations = KINDS[kind]
    after = random.Random(number).randint(0, place.deep) if number >= len(CASES) else 0
    with lossy_disk(base, mount) as disk:
        home = Home(disk / ("restored" if place.command[0] == "restore" else "home"))
        arguments = [argument.format(disk=disk) for argument in place.command]
        prefix = LOCAL.format(page=f"{site.base}/pricing", archive=site.base) + only("_live_source", "out_source")
        published = Home(disk / "home").published
        before = _digest(published)
        control(disk, "fail", match=place.match, operations=operations, after=after, errno=error)
        ran = call(home.path, *arguments, prefix=prefix)
        refused = count(disk, "refused")
        control(disk, "fail", match="^$", operations=[], after=0, errno=0)
        faults = list(line_faults(ran, kind)) if refused else []
        if (changed := _digest(published) != before) and place.name != "the published file":
            faults += [] if arguments[0] == "run" else ["what was published has changed"]
        faults += [f"published: {reason}" for reason in opening_faults(published)] if changed else []
        again = call(home.path, *arguments, prefix=prefix)
        if again.returncode or again.stderr.replace("tokenfall: writing about", "").count("tokenfall:"):
            faults.append(f"afterwards: exit {again.returncode}: {again.stderr.strip()[-200:]}")
        if arguments[0] == "run":
            faults += page_faults(home)
    reached = "" if refused else " (not reached)"
    return Outcome(number, f"{kind} in {place.name}{reached}", faults)


def line_faults(ran: Result, kind: str) -> Iterator[str]:
    """Yield what is wrong with the end of a command that met trouble: status 1 and one line that helps."""
    lines = [line for line in ran.stderr.splitlines() if not line.startswith("tokenfall: writing about")]
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
