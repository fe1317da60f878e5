"""Cut the power at a random instant, drop what was not flushed, and check that what was acknowledged is there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import duckdb
import pytest

from pipelines.rebuilding import published_date
from pipelines.settings import utc_today
from tests.capture.local_server import Answer
from tests.faults.campaign import Outcome
from tests.faults.command import RUN
from tests.faults.left_behind import small_home_faults, whole_home_faults
from tests.faults.mounting import control, count, lossy_disk
from tests.faults.writes import CAPTURES, draw_fast
from tests.pipelines.conftest import call, only
from tests.pipelines.test_captures import HEALTH, LOCAL, PRICES, Site, a_page, forget_sources
from tests.reports.conftest import fill_warehouse
from warehouse.home import Home
from warehouse.store import open_writer

CUTS = 24
"""Cuts in one process, each with its own copy of what is left."""
COMMANDS = (
    ("fetch", "anthropic"),
    ("fetch", "anthropic"),
    RUN,
    ("alerts", "--acknowledge", "all"),
    ("edition",),
    ("backup", "{backup}"),
    ("fetch", "anthropic"),
    RUN,
    ("edition",),
    ("backup", "{backup}"),
)
SEQUENCE = """
import json, sys
from pipelines.cli.entry import cli
for arguments in json.loads(sys.argv[1]):
    print("begun:", *arguments, flush=True)
    cli(arguments, standalone_mode=False)
"""
Check = Callable[[Path, str], Iterator[str]]
"""Yields what is wrong in the folder that a cut left, given what was reported before the cut."""


class CutSequence:
    """A process on a disk that forgets what was not flushed, with many cuts; each attempt checks what one cut left.

    Args:
        base: What the disk holds at first.
        folder: Where the disk is mounted, and what cuts left is written.
        command: Returns the command line of the process for a mount.
        check: Checks what a cut left.
    """

    def __init__(self, base: Path, folder: Path, command: Callable[[Path], list[str]], check: Check) -> None:
        self.base, self.folder, self.command, self.check = base, folder, command, check
        self.left: list[Path] = []
        self.rate = 0.0
        self.failed = ""

    def attempt(self, number: int) -> Outcome:
        """Check what the next cut left; where none is left, run the process again."""
        while not self.left:
            self._run(number)
        left = self.left.pop(0)
        record = json.loads(left.with_suffix(".json").read_text(encoding="utf-8"))
        try:
            faults = list(self.check(left, record["acknowledged"]))
        except (duckdb.Error, OSError, ValueError, LookupError) as error:
            faults = [f"{type(error).__name__}: {str(error)[:300]}"]
        if not faults:
            shutil.rmtree(left)
        failed, self.failed = self.failed, ""
        return Outcome(
            number, f"{record['before']} in {_place(record['path'])}", [*faults, failed] if failed else faults
        )

    def _run(self, number: int) -> None:
        cuts = self.folder / "cuts" / str(number)
        shutil.rmtree(cuts, ignore_errors=True)
        cuts.mkdir(parents=True)
        with lossy_disk(self.base, self.folder / "mount") as mount:
            with (mount / "acknowledged").open("wb") as output:
                if self.rate:
                    control(mount, "cuts", folder=str(cuts), rate=self.rate, seed=number, acknowledged="/acknowledged")
                environment = {**os.environ, "TOKENFALL_HOME": str(mount / "home")}
                environment.pop("DAGSTER_HOME", None)
                ran = subprocess.run(
                    self.command(mount), stdout=output, stderr=subprocess.PIPE, text=True, env=environment, check=False
                )
            self.rate = CUTS / count(mount, "weight")
        if ran.returncode:
            self.failed = f"without a cut: {ran.stderr[-300:]}"
        self.left = sorted((path for path in cuts.iterdir() if path.is_dir()), key=lambda path: int(path.name))


def _place(path: str) -> str:
    """Return where a file is, as far as attempts are counted by it."""
    parts = path.split("/")[1:]
    return "/".join(parts[1:3] if parts[1:2] == ["ledger"] else parts[1:2]) if parts[0] == "home" else parts[0]


@contextmanager
def small_cuts(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a small home, and cut the power under a process that writes everything a user relies on."""
    base, home = folder / "base", Home(folder / "base" / "home")
    if not home.published.exists():
        with open_writer(home) as writer:
            fill_warehouse(writer)
            writer.publish()
    first = 0

    def command(mount: Path) -> list[str]:
        nonlocal first
        first += 2 * CAPTURES
        paths = [str(mount / "home"), str(mount / "backup")]
        return [sys.executable, "-m", "tests.faults.writes", *paths, str(first)]

    with pytest.MonkeyPatch.context() as patched:
        draw_fast(patched)
        yield CutSequence(base, folder, command, small_home_faults).attempt


class NewPages(Site):
    """A price page with another price at every request.

    Attributes:
        digests: The SHA-256 of every page that was sent, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.digests: list[str] = []

    def _answer(self, handler: BaseHTTPRequestHandler) -> Answer | None:
        if handler.path == "/pricing":
            self.page = a_page(f"5.{len(self.digests):06d}")
            self.digests.append(hashlib.sha256(self.page).hexdigest())
        return super()._answer(handler)

    @property
    def prefix(self) -> str:
        """Code before a command line that has this page as its only source, and builds what a page reaches first."""
        local = LOCAL.format(page=f"{self.base}/pricing", archive=self.base)
        return local + only(*PRICES.split(","), *HEALTH)


@contextmanager
def run_cuts(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare a home, and cut the power under captures, runs, editions and backups of the command line."""
    base = folder / "base"
    if published_date(Home(base / "home")) != utc_today():  # forecasts are registered on the day of which they are
        shutil.rmtree(base, ignore_errors=True)
        ran = call(base / "home", "run", "--offline")
        if ran.returncode:
            raise RuntimeError(ran.stderr)
        shutil.rmtree(base / "home" / "ledger")  # both are made again: what is new is lost most easily
        shutil.rmtree(base / "home" / "editions")
    forget_sources(base / "home")
    site = NewPages()
    first = 0

    def command(mount: Path) -> list[str]:
        nonlocal first
        first = len(site.digests)
        commands = [[part.format(backup=mount / "backup") for part in command] for command in COMMANDS]
        return [sys.executable, "-u", "-c", site.prefix + SEQUENCE, json.dumps(commands)]

    def check(left: Path, acknowledged: str) -> Iterator[str]:
        return whole_home_faults(
            left, acknowledged, site.digests[first:], lambda: call(left / "home", *RUN, prefix=site.prefix)
        )

    try:
        yield CutSequence(base, folder, command, check).attempt
    finally:
        site.stop()
