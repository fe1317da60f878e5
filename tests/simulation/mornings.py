"""Run mornings of the real product in a process of its own: `python -m tests.simulation.mornings PLAN`.

PLAN is a JSON file (see `Plan`). Each line on stdin, `["2025-08-02", "KEYS or null"]`, is one morning: the command
`tokenfall run` with live captures, on that day. The answer is one line of JSON: the exit status and the message.

The process differs from a user's in five things: the clock shows the simulated day; only sources with a local server
are captured, from there; hosts are not rested between requests; the facts are those cut at the first day; and the price
data of the installed genai-prices is as old as its release.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Plan:
    """What the mornings of one simulation have in common; `compiled_on` and `genai_released_on` are ISO dates."""

    home: str
    facts: str
    compiled_on: str
    genai_released_on: str
    addresses: dict[str, str]

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


class SimulatedClock:
    """Six o'clock UTC of the simulated day, and from there on as fast as the real clock."""

    def __init__(self) -> None:
        self.start(date.min)

    def start(self, day: date) -> None:
        self._six = datetime(day.year, day.month, day.day, 6)
        self._started = time.monotonic()

    def now(self) -> datetime:
        return self._six + timedelta(seconds=time.monotonic() - self._started)


def prepare(plan: Plan, clock: SimulatedClock) -> Callable[[list[str]], None]:
    """Let this process live in the simulated world; return the command line, which takes its arguments."""
    os.environ |= {
        "TOKENFALL_HOME": plan.home,
        "TOKENFALL_ALLOW_HTTP": "1",
        "TOKENFALL_PERMIT_NETWORKS": "127.0.0.0/8",
    }
    os.environ.pop("DAGSTER_HOME", None)
    _use_facts(plan)
    _use_sources(plan, clock)
    return _command_line(clock)


def _use_facts(plan: Plan) -> None:
    from warehouse import bundle

    folder = Path(plan.facts)
    _replace(bundle, FACTS=folder, COMPILED_ON=date.fromisoformat(plan.compiled_on))
    _replace(bundle.Bundle.__init__, __defaults__=(folder,))
    from assets.capture import bundled

    released = date.fromisoformat(plan.genai_released_on)
    _replace(bundled, RELEASED=dict.fromkeys(bundled.RELEASED, released))


def _use_sources(plan: Plan, clock: SimulatedClock) -> None:
    from assets.capture.policy import Clock
    from assets.capture.session import CaptureSettings
    from pipelines import settings

    polite, ours = CaptureSettings.policy, settings.capture_settings
    quick = {"rest_seconds": 0.0, "backoff_seconds": 0.01, "total_seconds": 1.0, "idle_seconds": 1.0}

    def local_settings() -> CaptureSettings:
        real = ours()
        simulated = [source for source in real.sources if source.url in plan.addresses]
        sources = tuple(replace(source, url=plan.addresses[source.url]) for source in simulated)
        return replace(real, sources=sources, clock=Clock(now=clock.now))

    _replace(CaptureSettings, policy=lambda *rest: replace(polite(*rest), **quick))
    _replace(settings, capture_settings=local_settings, utc_today=lambda: clock.now().date())


def _command_line(clock: SimulatedClock) -> Callable[[list[str]], None]:
    from pipelines import execution
    from pipelines.cli.entry import cli

    class SimulatedDatetime(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return clock.now().replace(tzinfo=tz)

    _replace(execution, datetime=SimulatedDatetime)
    return lambda arguments: cli(arguments, standalone_mode=False)


def _replace(where: object, **attributes: object) -> None:
    """Give attributes of a module or class other values in this process."""
    for name, value in attributes.items():
        setattr(where, name, value)


def run_morning(call: Callable[[list[str]], None], day: date, select: str | None) -> dict[str, object]:
    """Return the exit status and message of `tokenfall run` on a day."""
    from warehouse.errors import TokenfallError

    arguments = ["run", "--as-of", day.isoformat(), *(["--select", select] if select else [])]
    try:
        with contextlib.redirect_stdout(sys.stderr):
            call(arguments)
    except TokenfallError as error:
        return {"status": 1, "message": str(error)}
    return {"status": 0, "message": ""}


def main() -> None:
    """Run one morning for each line on stdin."""
    plan = Plan(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    clock = SimulatedClock()
    call = prepare(plan, clock)
    for line in sys.stdin:
        text, select = json.loads(line)
        day = date.fromisoformat(text)
        clock.start(day)
        sys.stdout.write(json.dumps(run_morning(call, day, select)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
