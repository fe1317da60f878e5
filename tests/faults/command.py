"""`tokenfall` in a process of its own, which reports the steps that it starts: it can be stopped at any of them.

A fresh process starts Python anew. A warm one is forked from a process that has imported every module that a fresh one
had in the end, which saves most of its time; from there on it runs the same command.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from unittest.mock import patch

FRESH = multiprocessing.get_context("spawn")
WARM = multiprocessing.get_context("forkserver")
RUN = ("run", "--accept", "out_source")
"""A run of a home whose sources have been replaced by one page, which would otherwise not be published."""
START = "start"
"""The step before any other: the process runs, but has opened nothing yet."""
END = "end"
"""The step after the command itself, before the process ends."""


@dataclass
class Command:
    """A process that runs `tokenfall`, in a session of its own so that its children are killed with it.

    Attributes:
        home: The folder that is its TOKENFALL_HOME.
        arguments: The command line.
        prefix: Code before the command.
        fresh: Whether Python is started anew.
        environment: More environment variables, of a fresh process only.
        steps: The seconds since the start at which each step was started; the last one is END.
        modules: What a fresh process had imported in the end.
    """

    home: Path
    arguments: Sequence[str]
    prefix: str = ""
    fresh: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)
    steps: list[tuple[float, str]] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Start the process."""
        context = FRESH if self.fresh else WARM
        self._events, theirs = context.Pipe(duplex=False)
        self._output = tempfile.NamedTemporaryFile(prefix="tokenfall-")  # noqa: SIM115 - kept as long as the command
        self._process: BaseProcess = context.Process(
            target=_run, args=(self.home, tuple(self.arguments), self.prefix, self._output.name, theirs)
        )
        with patch.dict(os.environ, self.environment):
            self._process.start()
        theirs.close()
        self._started = time.monotonic()

    def wait(self, seconds: float | None = None, until: Callable[[str], bool] = lambda step: False) -> bool:
        """Wait for a step, for some seconds or for the end; return whether the process has ended."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while self._events.poll(None if deadline is None else max(0.0, deadline - time.monotonic())):
            try:
                step, *modules = self._events.recv()
            except EOFError:
                self._process.join()
                return True
            self.modules += modules
            self.steps.append((time.monotonic() - self._started, step))
            if until(step):
                return False
        return False

    def kill(self) -> None:
        """Kill the process and its children with SIGKILL, as a power cut would end them."""
        with contextlib.suppress(ProcessLookupError):  # it has no session yet, or has ended
            os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join()

    def stop(self) -> None:
        """Halt the process where it is, until `go_on`."""
        os.killpg(self._process.pid or 0, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let a halted process work again."""
        os.killpg(self._process.pid or 0, signal.SIGCONT)

    @property
    def step(self) -> str:
        """Return the step that was started last, or START."""
        return self.steps[-1][1] if self.steps else START

    @property
    def status(self) -> int | None:
        """Return the exit status; minus the signal where one ended the process."""
        return self._process.exitcode

    @property
    def output(self) -> str:
        """Return everything that was printed."""
        return Path(self._output.name).read_text(encoding="utf-8", errors="replace")

    def run(self) -> str:
        """Run to the end; return why it failed, or nothing."""
        self.start()
        self.wait()
        return "" if self.status == 0 else self.output.strip()[-500:] or f"exit {self.status}"


def warm_up(modules: Sequence[str]) -> None:
    """Let warm processes begin with these modules, in this order."""
    WARM.set_forkserver_preload([name for name in modules if not name.startswith("__")])


def _run(home: Path, arguments: tuple[str, ...], prefix: str, output: str, events: Connection) -> None:
    """Run a command, with what it prints in a file."""
    os.setsid()
    events.send((START,))
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.environ["TOKENFALL_HOME"] = str(home)
    os.environ.pop("DAGSTER_HOME", None)
    sys.argv = ["tokenfall", *arguments]
    exec(prefix, {})
    import pipelines.progress
    from pipelines.cli import main

    @contextlib.contextmanager
    def progress() -> Generator[Callable[[str, int], None]]:
        yield lambda name, total: events.send((name,))

    pipelines.progress.progress = progress
    main()
    events.send((END, *sys.modules))
