"""A simulation: a folder with a home, cut facts and a diary; local servers; and one process that runs the mornings."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tests.pipelines.conftest import unmeasured
from tests.simulation.diary import Diary, MorningResult
from tests.simulation.events import Event
from tests.simulation.knowledge import cut_facts
from tests.simulation.mornings import Plan
from tests.simulation.site import Sites
from tests.simulation.world import World
from warehouse.bundle import FACTS
from warehouse.home import Home

ROOT = Path(__file__).parents[2]
PRICES = '+key:"out_price_event" or +key:"out_source"'
"""Prices, their events and the health of the sources, with all the tables that they are built from."""
DAILY = f'({PRICES}) and key:"capture/pages"+'
"""What an ordinary day computes: of these tables those that a capture can change."""
GENAI_RELEASED_ON = date(2026, 11, 23)
"""When the installed genai-prices was released: its prices are not known in the simulated year."""
PROCESS_DAYS = 60
"""Mornings after which a new process goes on, so that no state of a process carries through the year."""


@dataclass
class Simulation:
    """One simulation; a later call with the same folder goes on after the last recorded day.

    Attributes:
        folder: Holds everything; created when it is missing.
        first: The first day; the facts are cut at the day before it.
        world: The offers and events of the simulated sellers.
        feeds: Address of each feed -> its body on a day.
        whole_every: Days from one morning that computes everything to the next; None = never.
    """

    folder: Path
    first: date
    world: World
    feeds: Mapping[str, Callable[[date], bytes]]
    whole_every: int | None = None
    known: set[str] = field(default_factory=set)

    @property
    def home(self) -> Home:
        return Home(self.folder / "home")

    def run(self, days: int, on_morning: Callable[[date, MorningResult], None] = lambda *_: None) -> Diary:
        """Run the mornings up to a number of days after the first that are not recorded yet; return the diary."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.known = cut_facts(FACTS, self.folder / "facts", self.first - timedelta(days=1))
        diary = Diary(self.folder / "diary.duckdb")
        self.run_missing(days, diary, on_morning)
        return diary

    def run_missing(self, days: int, diary: Diary, on_morning: Callable[[date, MorningResult], None]) -> None:
        """Run the mornings that a diary lacks."""
        recorded = set(diary.days())
        missing = [day for day in (self.first + timedelta(days=n) for n in range(days)) if day not in recorded]
        with self._sites() as sites:
            for start in range(0, len(missing), PROCESS_DAYS):
                self._run_days(missing[start : start + PROCESS_DAYS], sites, diary, on_morning)

    def _run_days(
        self, days: Sequence[date], sites: Sites, diary: Diary, on_morning: Callable[[date, MorningResult], None]
    ) -> None:
        with self._process(sites) as process:
            for day in days:
                sites.day = day
                result = self._morning(process, day)
                diary.record(self.home, self.world, self.known, day, result)
                on_morning(day, result)

    def _morning(self, process: subprocess.Popen[str], day: date) -> MorningResult:
        is_whole = bool(self.whole_every and (day - self.first).days % self.whole_every == 0)
        assert process.stdin
        assert process.stdout
        started = time.perf_counter()
        select = None if is_whole else DAILY if self.home.database.exists() else PRICES
        process.stdin.write(json.dumps([day.isoformat(), select]) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise SystemExit(f"the morning of {day} ended without an answer: see {self.folder / 'mornings.log'}")
        outcome = json.loads(answer)
        return MorningResult(is_whole, time.perf_counter() - started, outcome["status"], outcome["message"])

    @contextlib.contextmanager
    def _process(self, sites: Sites) -> Generator[subprocess.Popen[str]]:
        plan = Plan(
            home=str(self.home.path),
            facts=str(self.folder / "facts"),
            compiled_on=(self.first - timedelta(days=1)).isoformat(),
            genai_released_on=GENAI_RELEASED_ON.isoformat(),
            addresses=sites.addresses,
        )
        path = self.folder / "plan.json"
        plan.write(path)
        command = [sys.executable, "-m", "tests.simulation.mornings", str(path)]
        with (self.folder / "mornings.log").open("a", encoding="utf-8") as log:
            pipe = subprocess.PIPE
            with subprocess.Popen(
                command, cwd=ROOT, env=unmeasured(), stdin=pipe, stdout=pipe, stderr=log, text=True
            ) as process:
                yield process

    @contextlib.contextmanager
    def _sites(self) -> Generator[Sites]:
        """Start the servers, on the ports of the earlier part of the simulation: a page is known by its address."""
        file = self.folder / "ports.json"
        ports = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
        sites = Sites(self.world, self.feeds, ports)
        file.write_text(json.dumps(sites.ports), encoding="utf-8")
        try:
            yield sites
        finally:
            sites.stop()


def events_in(world: World, first: date, days: int) -> list[Event]:
    """Return the events that begin within the simulated days, in their order."""
    last = first + timedelta(days=days)
    return sorted((e for e in world.events if first <= e.first < last), key=lambda event: (event.first, event.provider))
