"""A real cluster on this machine: a scheduler and workers in processes of their own, started again when they die."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from types import TracebackType

from tests.scale.supervised import Supervised, free_port

SCHEDULER = "scheduler"
DASK = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "30s",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "3",
}


class Cluster:
    """A scheduler and workers of one thread each.

    Args:
        folder: Where the workers keep their files and logs.
        workers: Number of worker processes.
    """

    def __init__(self, folder: Path, workers: int) -> None:
        port = free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        self.workers = [f"worker-{number}" for number in range(workers)]
        own = ["--nthreads", "1", "--no-nanny", "--death-timeout", "60", "--no-dashboard"]
        commands = {
            SCHEDULER: _dask("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"),
            **{
                name: _dask("worker", self.address, *own, "--local-directory", str(folder / name))
                for name in self.workers
            },
        }
        environment = {**os.environ, **DASK}
        environment.pop("TOKENFALL_SCHEDULER", None)
        self._processes = Supervised(folder, commands, environment)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._processes.__exit__(kind, error, at)

    @property
    def deaths(self) -> int:
        """How often a process of the cluster ended and was started again."""
        return self._processes.deaths

    def kill_worker(self, draw: random.Random) -> None:
        """Kill a worker with SIGKILL; another one takes its place."""
        self._processes.kill(draw.choice(self.workers))

    def kill_scheduler(self) -> None:
        """Kill the scheduler with SIGKILL; workers end without it, and all are started again."""
        self._processes.kill(SCHEDULER)

    def seconds(self) -> dict[str, float]:
        """Return the processor seconds of the scheduler and of all workers that run now."""
        workers = sum(map(self._processes.seconds, self.workers))
        return {"scheduler": self._processes.seconds(SCHEDULER), "workers": workers}


def _dask(program: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments]
