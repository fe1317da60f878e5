"""Processes that are started again when they end, as systemd or Kubernetes would do it."""

from __future__ import annotations

import signal
import socket
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import psutil

ROOT = Path(__file__).parents[2]
PAUSE = 0.2


class Supervised:
    """Named processes, each with a log of its own.

    Args:
        folder: Where the logs are.
        commands: The command of each process.
        environment: The environment of all of them.

    Attributes:
        deaths: How often a process ended and was started again.
    """

    def __init__(self, folder: Path, commands: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> None:
        self.deaths = 0
        self._folder, self._commands, self._environment = folder, commands, environment
        self._seconds: dict[str, float] = {}
        self._ends = threading.Event()
        self._processes = {name: self._start(name) for name in commands}
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)
        self._supervisor.start()

    def __enter__(self) -> Supervised:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ends.set()
        self._supervisor.join()
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @property
    def names(self) -> list[str]:
        """The names of the processes."""
        return list(self._commands)

    def kill(self, name: str) -> None:
        """Kill a process with SIGKILL; it is started again."""
        process = self._processes[name]
        process.send_signal(signal.SIGKILL)
        process.wait()

    def seconds(self, name: str) -> float:
        """Return the processor seconds that a process has used since it was started last."""
        return processor_seconds(self._processes[name].pid)

    def log(self, name: str) -> str:
        """Return what a process has printed."""
        return (self._folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _supervise(self) -> None:
        while not self._ends.wait(PAUSE):
            for name, process in self._processes.items():
                if process.poll() is not None:
                    self.deaths += 1
                    self._processes[name] = self._start(name)

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(self._commands[name], stdout=log, stderr=log, env={**self._environment}, cwd=ROOT)


def processor_seconds(pid: int) -> float:
    """Return the processor seconds of a process and of all that it has started."""
    process = psutil.Process(pid)
    family = [process, *process.children(recursive=True)]
    return sum(sum(member.cpu_times()[:4]) for member in family)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
